package ai.stt.app.job;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Tells whether two orders are the same: SHA-256 of the options, the webhook and every byte of the
 * file.
 */
final class Fingerprint {
  private static final int BUFFER_BYTES = 1 << 16;

  private Fingerprint() {}

  static String of(Submission order) {
    try (InputStream in = Files.newInputStream(order.file())) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] text = (order.options() + " " + order.webhook()).getBytes(StandardCharsets.UTF_8);
      digest.update(text);
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
