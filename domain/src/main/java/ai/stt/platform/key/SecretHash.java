package ai.stt.platform.key;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The SHA-256 of a secret that is random enough to need no salt: what is stored in its place. Equal
 * in constant time.
 */
public final class SecretHash {
  private final byte[] bytes;

  private SecretHash(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The hash of a secret's text. */
  public static SecretHash of(String secret) {
    try {
      byte[] text = secret.getBytes(StandardCharsets.UTF_8);
      return new SecretHash(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** A hash that was stored: 32 bytes. */
  public static SecretHash stored(byte[] bytes) {
    if (bytes.length != 32) {
      throw new IllegalArgumentException("a hash has 32 bytes");
    }
    return new SecretHash(bytes.clone());
  }

  /** A copy of the 32 bytes, to be stored. */
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SecretHash hash && MessageDigest.isEqual(bytes, hash.bytes);
  }

  @Override
  public int hashCode() {
    return ByteBuffer.wrap(bytes).getInt();
  }

  /** Hexadecimal; safe to log, since it leads to no secret. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
