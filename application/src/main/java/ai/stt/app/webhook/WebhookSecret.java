package ai.stt.app.webhook;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What an account and the server share to sign webhooks with, as Standard Webhooks 1.0 has it: 24
 * to 64 random bytes, written {@code whsec_} and Base64. Thread-safe.
 */
public final class WebhookSecret {
  private static final String PREFIX = "whsec_";
  private static final int FRESH_BYTES = 32;
  private static final String ALGORITHM = "HmacSHA256";

  private final byte[] key;

  private WebhookSecret(byte[] key) {
    this.key = key;
  }

  /** A new random secret. */
  public static WebhookSecret fresh(SecureRandom random) {
    byte[] key = new byte[FRESH_BYTES];
    random.nextBytes(key);
    return new WebhookSecret(key);
  }

  /**
   * Reads a written secret.
   *
   * @throws SpeechException {@code INVALID_REQUEST}
   */
  public static WebhookSecret parse(String text) {
    try {
      byte[] key =
          Base64.getDecoder()
              .decode(text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text);
      if (key.length >= 24 && key.length <= 64) {
        return new WebhookSecret(key);
      }
    } catch (IllegalArgumentException e) {
      // told below
    }
    throw new SpeechException(
        ErrorCode.INVALID_REQUEST,
        "the webhook secret is not whsec_ and the Base64 of 24 to 64 bytes");
  }

  /**
   * The value of {@code webhook-signature}: version 1, HMAC-SHA256 over id, time and payload, so
   * that a recorded message can be sent again neither later nor under another id.
   *
   * @param id of the message, the same in every attempt
   * @param at of the attempt
   */
  public String sign(String id, Instant at, byte[] payload) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      mac.update((id + "." + at.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(payload));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  /** The secret as it is shown to its account and stored. */
  public String reveal() {
    return PREFIX + Base64.getEncoder().encodeToString(key);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WebhookSecret secret && MessageDigest.isEqual(secret.key, key);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(key);
  }

  /** Says nothing. */
  @Override
  public String toString() {
    return PREFIX + "...";
  }
}
