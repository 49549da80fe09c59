package ai.stt.inference.catalog.fetch;

import ai.stt.app.catalog.FetchListener;
import ai.stt.app.catalog.FetchListener.Stage;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Copies bytes only when they are the expected ones. */
public final class VerifiedCopy {
  private static final int BUFFER_BYTES = 1 << 18;

  private VerifiedCopy() {}

  /** A fresh SHA-256. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** SHA-256 of a file, as lower-case hex. */
  public static String sha256(Path file) throws IOException {
    return sha256(file, FetchListener.none());
  }

  /**
   * SHA-256 of a file, as lower-case hex.
   *
   * @throws SpeechException {@code CANCELED} when the listener calls off
   */
  public static String sha256(Path file, FetchListener listener) throws IOException {
    MessageDigest digest = sha256();
    readAll(file, Stage.VERIFYING, listener, digest::update);
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * Copies a file into a new one.
   *
   * @throws SpeechException {@code CANCELED} when the listener calls off
   */
  public static void plain(Path from, Path to, FetchListener listener) throws IOException {
    try (OutputStream out = Files.newOutputStream(to)) {
      readAll(from, Stage.COPYING, listener, out::write);
    }
  }

  /** Takes the next bytes. */
  private interface Sink {
    void take(byte[] buffer, int offset, int length) throws IOException;
  }

  private static void readAll(Path file, Stage stage, FetchListener listener, Sink sink)
      throws IOException {
    long total = Files.size(file);
    long done = 0;
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        sink.take(buffer, 0, n);
        done += n;
        listener.progress(stage, done, Math.max(done, total));
        if (listener.canceled()) {
          throw new SpeechException(ErrorCode.CANCELED, "The work was called off.");
        }
      }
    }
  }

  /**
   * Copies the stream, never more than {@code sizeBytes} of it.
   *
   * @throws IOException when it is longer, shorter or other than expected; the message says which
   */
  public static void copy(InputStream in, OutputStream out, long sizeBytes, String sha256)
      throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[BUFFER_BYTES];
    long done = 0;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      done += n;
      if (done > sizeBytes) {
        throw new IOException("the file is longer than the " + sizeBytes + " bytes it should have");
      }
      digest.update(buffer, 0, n);
      out.write(buffer, 0, n);
    }
    if (done != sizeBytes) {
      throw new IOException("the file has %d bytes, not %d".formatted(done, sizeBytes));
    }
    if (!HexFormat.of().formatHex(digest.digest()).equals(sha256)) {
      throw new IOException("the file's checksum is not the expected one");
    }
  }
}
