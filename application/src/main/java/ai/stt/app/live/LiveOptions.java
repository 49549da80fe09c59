package ai.stt.app.live;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import ai.stt.speech.text.Language;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants of a stream.
 *
 * @param model the wanted model's id; null for the configured one
 * @param language ISO 639 code or English name of the spoken language, or null to detect it
 * @param prompt words and names to expect, or null
 * @param interim whether partials are wanted
 * @param endpointing the pause that ends a phrase; null for the configured one
 * @param diarize whether speakers are told apart
 * @param denoise id of the model that takes noise out first, or null
 */
public record LiveOptions(
    @Nullable String model,
    @Nullable String language,
    @Nullable String prompt,
    boolean interim,
    @Nullable Duration endpointing,
    boolean diarize,
    @Nullable String denoise) {
  /** Everything as configured, the language detected. */
  public static final LiveOptions DEFAULT =
      new LiveOptions(null, null, null, true, null, false, null);

  /** Checks the pause. */
  public LiveOptions {
    if (endpointing != null && !LiveSettings.isEndpointing(endpointing)) {
      throw new SpeechException(
          ErrorCode.INVALID_REQUEST,
          "endpointing: milliseconds from %d to %d"
              .formatted(
                  LiveSettings.LEAST_ENDPOINTING.toMillis(),
                  LiveSettings.MOST_ENDPOINTING.toMillis()));
    }
  }

  /** The same with another model and language. */
  public LiveOptions with(@Nullable String otherModel, @Nullable String otherLanguage) {
    return new LiveOptions(
        otherModel, otherLanguage, prompt, interim, endpointing, diarize, denoise);
  }

  /**
   * The code of a language that a caller names, null for none or {@code auto}.
   *
   * @throws SpeechException {@code INVALID_REQUEST} when it is not known
   */
  public static @Nullable String languageCode(@Nullable String named) {
    if (named == null || named.isBlank() || named.strip().equalsIgnoreCase("auto")) {
      return null;
    }
    return Language.find(named)
        .map(Language::code)
        .orElseThrow(
            () ->
                new SpeechException(
                    ErrorCode.INVALID_REQUEST,
                    "language: not a code that is known here; use 'auto' or one of GET"
                        + " /v1/languages"));
  }
}
