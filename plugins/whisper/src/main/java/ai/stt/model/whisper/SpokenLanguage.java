package ai.stt.model.whisper;

import ai.stt.plugin.engine.WhisperShape;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The language of a recording.
 *
 * @param code one of the model's, or {@code und}
 * @param probability 0..1; 1 when it was not guessed
 */
record SpokenLanguage(String code, double probability) {
  /** Of a recording in which nobody speaks; {@code und} is its code in ISO 639. */
  static final SpokenLanguage UNDETERMINED = new SpokenLanguage("und", 0);

  /** The language that needs no guess: the wanted one or the model's only one; else null. */
  static @Nullable SpokenLanguage named(@Nullable String wanted, WhisperShape shape) {
    if (wanted != null) {
      return new SpokenLanguage(wanted.toLowerCase(Locale.ROOT), 1);
    }
    return shape.multilingual() ? null : new SpokenLanguage(shape.languages().getFirst(), 1);
  }
}
