package ai.stt.http.upload;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Who sends an upload.
 *
 * @param id who alone may go on with it
 * @param counted whose share of the folder it takes: an account's or an anonymous network's
 * @param anonymous whether it takes from the share of all anonymous callers, too
 */
record Uploader(String id, String counted, boolean anonymous) {
  private static final int ANONYMOUS = 0x8000_0000;

  /** What the names of its uploads begin with, so that they are counted without opening any. */
  String mark() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(counted.getBytes(StandardCharsets.UTF_8));
      int bits = ByteBuffer.wrap(hash).getInt() & ~ANONYMOUS;
      return "%08x".formatted(anonymous ? bits | ANONYMOUS : bits);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Whether an upload of this name is of somebody without an account. */
  static boolean isAnonymous(String name) {
    return Character.digit(name.charAt(0), 16) >= 8;
  }
}
