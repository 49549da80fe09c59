package ai.stt.platform.job;

import java.util.Base64;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Names for addresses: base64url of 128 random bits. */
public final class Slug {
  /** Characters; more than any number has, so that ids and slugs are never confused. */
  public static final int LENGTH = 22;

  private static final int RANDOM_BYTES = 16;
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]{" + LENGTH + "}");

  private Slug() {}

  /**
   * A new one.
   *
   * @param random of cryptographic strength
   */
  public static String random(RandomGenerator random) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Whether a text has the shape of one. */
  public static boolean isSlug(String text) {
    return SHAPE.matcher(text).matches();
  }
}
