package ai.stt.platform.cloud;

import ai.stt.platform.key.SecretHash;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * By which an instance is known: {@code stti_} and the base64url of 32 random bytes. Shown once;
 * never printed.
 */
public final class InstanceToken {
  private static final String START = "stti_";
  private static final int RANDOM_BYTES = 32;
  private static final Pattern SHAPE = Pattern.compile(START + "[A-Za-z0-9_-]{43}");

  private final String text;

  private InstanceToken(String text) {
    this.text = text;
  }

  /**
   * A new one.
   *
   * @param random of cryptographic strength
   */
  public static InstanceToken random(RandomGenerator random) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return new InstanceToken(START + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** The token that a caller sent; empty when none of ours can look like that. */
  public static Optional<InstanceToken> parse(String text) {
    return SHAPE.matcher(text).matches() ? Optional.of(new InstanceToken(text)) : Optional.empty();
  }

  /** What the owner is shown, this once. */
  public String reveal() {
    return text;
  }

  /** What is stored. */
  public SecretHash hash() {
    return SecretHash.of(text);
  }

  /** Says nothing. */
  @Override
  public String toString() {
    return START + "...";
  }
}
