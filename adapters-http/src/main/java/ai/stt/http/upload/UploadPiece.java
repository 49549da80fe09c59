package ai.stt.http.upload;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A piece of an upload on its way to the disk. */
final class UploadPiece {
  private static final Logger LOG = LoggerFactory.getLogger(UploadPiece.class);
  private static final int BUFFER_BYTES = 64 << 10;

  private UploadPiece() {}

  /**
   * What a piece must hash to.
   *
   * @param digest fresh
   * @param expected its result, hex
   */
  record Checksum(MessageDigest digest, String expected) {}

  /**
   * Writes a piece to its end.
   *
   * @param missing bytes of the upload, which the piece may not exceed
   * @throws IOException when {@code in} fails
   */
  static void copy(InputStream in, OutputStream out, long missing, @Nullable Checksum checksum)
      throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long rest = missing;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      if (n > rest) {
        throw new SpeechException(
            ErrorCode.TOO_LARGE, "the piece is longer than what is missing of the upload");
      }
      rest -= n;
      if (checksum != null) {
        checksum.digest().update(buffer, 0, n);
      }
      try {
        out.write(buffer, 0, n);
      } catch (IOException e) {
        throw noRoom(e);
      }
    }
  }

  /** The answer when the disk fails. */
  static SpeechException noRoom(IOException e) {
    LOG.error("An upload could not be written to the disk", e);
    return new SpeechException(
        ErrorCode.OVERLOADED,
        "the server has no room for the file now; try again later",
        Duration.ofSeconds(60),
        e);
  }
}
