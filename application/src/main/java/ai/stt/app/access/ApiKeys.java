package ai.stt.app.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.List;

/**
 * The keys that the configuration lists. Only their SHA-256 hashes are kept, and a key is compared
 * with every one of them in constant time, so that the time of an answer tells nothing.
 * Thread-safe.
 */
public final class ApiKeys {
  private final List<byte[]> hashes;

  /**
   * Keeps the hashes of the keys. Without any key, every key is unknown and all callers are
   * anonymous.
   *
   * @throws IllegalArgumentException for a key that is blank or has surrounding space, which no
   *     header could carry
   */
  public ApiKeys(Collection<String> keys) {
    for (String key : keys) {
      if (key.isBlank() || !key.equals(key.strip())) {
        throw new IllegalArgumentException(
            "api keys: a key is empty or has surrounding space; list each key bare");
      }
    }
    this.hashes = keys.stream().map(ApiKeys::sha256).toList();
  }

  /** Whether the key is on the list. */
  public boolean knows(String key) {
    byte[] wanted = sha256(key);
    boolean found = false;
    for (byte[] hash : hashes) {
      found |= MessageDigest.isEqual(hash, wanted);
    }
    return found;
  }

  private static byte[] sha256(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
