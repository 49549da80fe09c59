package ai.stt.app.job;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether two requests are the same. Of an order: SHA-256 of the options, the webhook and
 * every byte of the file, or the id of the upload that it was.
 */
public final class Fingerprint {
  private static final int BUFFER_BYTES = 1 << 16;

  private Fingerprint() {}

  static String of(Submission order) {
    String text = order.options() + " " + order.webhook();
    return order.upload() == null
        ? of(text, order.file())
        : of(text + " upload " + order.upload(), null);
  }

  /** SHA-256 of what is wished and of every byte of a file, if there is one; hex. */
  public static String of(String wish, @Nullable Path file) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(wish.getBytes(StandardCharsets.UTF_8));
      if (file != null) {
        digest(file, digest);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void digest(Path file, MessageDigest digest) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
  }
}
