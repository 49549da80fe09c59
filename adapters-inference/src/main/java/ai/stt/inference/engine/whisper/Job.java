package ai.stt.inference.engine.whisper;

import ai.stt.inference.engine.whisper.search.Hypothesis;
import ai.stt.inference.engine.whisper.text.TokenRate;
import ai.stt.plugin.engine.WhisperRequest;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A window on its way through the decoder.
 *
 * @param owner whose window it is; owners are served in turn
 * @param live whether somebody reads along; such jobs come before all others
 * @param mel the spectrogram, {@code [mels, 2 * positions]}; empty when it was heard before
 * @param positions how much the encoder hears
 * @param frames how many of them are sound
 * @param prompt text that came before, then the command; never empty
 * @param command where the command starts in it
 * @param request how it is to be recognised; null when only the language is asked for
 * @param heard what was heard before, when it was; null to listen now
 * @param outcome completed by the decoder's thread, or canceled by the owner
 */
@SuppressWarnings("ArrayRecordComponent") // handed from thread to thread; never compared
record Job(
    Object owner,
    boolean live,
    float[] mel,
    int positions,
    int frames,
    int[] prompt,
    int command,
    @Nullable WhisperRequest request,
    @Nullable HeardWindow heard,
    CompletableFuture<Outcome> outcome) {
  /** Start, language, task. */
  static final int LONGEST_COMMAND = 3;

  private static final int POSITIONS_PER_SECOND = 50;

  /** The longest text of a window, but in scripts that take more tokens. */
  static final int TOKENS_PER_WINDOW = 224;

  /** What the decoder found. */
  sealed interface Outcome {}

  /**
   * A text.
   *
   * @param text its tokens, time stamps among them
   * @param temperature at which it was found
   * @param noSpeech probability that nobody speaks, 0..1
   * @param attention of the alignment heads: {@code [heads, tokens, frames]}; empty without
   */
  @SuppressWarnings("ArrayRecordComponent") // handed from thread to thread; never compared
  record Text(Hypothesis text, float temperature, float noSpeech, float[] attention)
      implements Outcome {}

  /**
   * Languages.
   *
   * @param probabilities in the order of the tokens
   * @param heard the window, for a job to come; to be freed by the decoder
   */
  @SuppressWarnings("ArrayRecordComponent") // handed from thread to thread; never compared
  record Languages(float[] probabilities, HeardWindow heard) implements Outcome {}

  /** How many hypotheses it needs. */
  int beam() {
    return request == null ? 1 : request.beamSize();
  }

  /**
   * How long its text may be, if the model's context has room for it. Without this, a model that
   * goes round in circles over two seconds of sound takes as long as over thirty, at each
   * temperature.
   */
  int mostTokens() {
    int rate =
        request == null ? 0 : TokenRate.perSecond(request.language().toLowerCase(Locale.ROOT));
    int most = 16 + rate * frames / POSITIONS_PER_SECOND;
    return rate > TokenRate.USUAL ? most : Math.min(TOKENS_PER_WINDOW, most);
  }

  boolean canceled() {
    return outcome.isDone();
  }
}
