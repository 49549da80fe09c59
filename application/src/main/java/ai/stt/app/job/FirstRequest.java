package ai.stt.app.job;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of the first request with an {@code Idempotency-Key}.
 *
 * @param accountId who sent it
 * @param key as it was sent, 1 to 255 characters
 * @param fingerprint of the request's body
 * @param jobId what it started; null for work that left nothing but its price
 * @param at when
 */
public record FirstRequest(
    long accountId, String key, String fingerprint, @Nullable Long jobId, Instant at) {
  private static final int LONGEST_KEY = 255;

  /**
   * Checks a key as it was sent; null is none.
   *
   * @throws SpeechException {@code INVALID_REQUEST}
   */
  public static void requireValid(@Nullable String key) {
    if (key != null
        && (key.isBlank()
            || key.length() > LONGEST_KEY
            || !key.chars().allMatch(c -> c >= ' ' && c <= '~'))) {
      throw new SpeechException(
          ErrorCode.INVALID_REQUEST,
          "Idempotency-Key: 1 to %d printable ASCII characters".formatted(LONGEST_KEY));
    }
  }

  /** Why a request is refused that has the key of another one. */
  public static SpeechException otherRequest() {
    return new SpeechException(
        ErrorCode.CONFLICT,
        "Idempotency-Key: it was used for another file or other options; use a new key");
  }
}
