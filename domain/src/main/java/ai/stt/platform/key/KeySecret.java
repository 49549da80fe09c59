package ai.stt.platform.key;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The text of an API key: {@code stt_} and the base64url of 32 random bytes and their CRC-32, 52
 * characters in all. The checksum tells a typing error from an unknown key without asking anybody,
 * and lets scanners find leaked keys. Shown once; never printed.
 */
public final class KeySecret {
  private static final String START = "stt_";
  private static final int RANDOM_BYTES = 32;
  private static final int SHOWN = START.length() + 8;
  private static final Pattern SHAPE = Pattern.compile("stt_[A-Za-z0-9_-]{48}");

  private final String text;

  private KeySecret(String text) {
    this.text = text;
  }

  /**
   * A new secret.
   *
   * @param random of cryptographic strength
   */
  public static KeySecret random(RandomGenerator random) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    byte[] all =
        ByteBuffer.allocate(RANDOM_BYTES + Integer.BYTES)
            .put(bytes)
            .putInt(checksum(bytes))
            .array();
    return new KeySecret(START + Base64.getUrlEncoder().encodeToString(all));
  }

  /** The secret that a caller sent; empty when no key of ours can look like that. */
  public static Optional<KeySecret> parse(String text) {
    if (!SHAPE.matcher(text).matches()) {
      return Optional.empty();
    }
    byte[] all = Base64.getUrlDecoder().decode(text.substring(START.length()));
    byte[] bytes = Arrays.copyOf(all, RANDOM_BYTES);
    int sum = ByteBuffer.wrap(all).getInt(RANDOM_BYTES);
    return sum == checksum(bytes) ? Optional.of(new KeySecret(text)) : Optional.empty();
  }

  /** What the owner is shown, this once. */
  public String reveal() {
    return text;
  }

  /** The beginning, by which the owner tells keys apart. */
  public String prefix() {
    return text.substring(0, SHOWN);
  }

  /** What is stored. */
  public SecretHash hash() {
    return SecretHash.of(text);
  }

  /** The beginning only. */
  @Override
  public String toString() {
    return prefix() + "...";
  }

  private static int checksum(byte[] bytes) {
    var crc = new CRC32();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
