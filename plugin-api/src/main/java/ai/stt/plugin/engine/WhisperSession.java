package ai.stt.plugin.engine;

import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * One recording's use of the weights: it remembers the text so far, which the next window is given
 * as context. One thread at a time.
 *
 * <p>Whatever waits for the engine ends within a tenth of a second or two after {@code canceled}
 * says so, with a {@link ai.stt.speech.error.SpeechException} {@code CANCELED}, or, when the thread
 * is interrupted, with an {@link InterruptedException}. After that the session can only be closed.
 */
public interface WhisperSession extends AutoCloseable {
  /** The longest window, which is all that the model can hear at once: 30 seconds. */
  int WINDOW_SAMPLES = 480_000;

  /**
   * Guesses the language that is spoken in a window.
   *
   * @param window mono, 16 kHz, 1..{@link #WINDOW_SAMPLES} samples
   * @param canceled asked about twenty times a second, by the calling thread
   * @return each language's probability by its code; they sum to 1
   */
  Map<String, Float> detectLanguage(float[] window, BooleanSupplier canceled)
      throws InterruptedException;

  /**
   * Writes down what is said in a window, up to the last whole phrase.
   *
   * @param window mono, 16 kHz, 1..{@link #WINDOW_SAMPLES} samples
   * @param canceled asked about twenty times a second, by the calling thread
   * @throws ai.stt.speech.error.SpeechException {@code INTERNAL} when the engine fails
   */
  default WhisperWindow transcribe(float[] window, WhisperRequest request, BooleanSupplier canceled)
      throws InterruptedException {
    return start(window, request).await(canceled);
  }

  /**
   * Begins to write down what is said in a window, and returns while the engine works. Windows that
   * are begun before an earlier one's result was awaited cannot be given its text as context.
   *
   * @param window mono, 16 kHz, 1..{@link #WINDOW_SAMPLES} samples; not changed any more
   */
  PendingWindow start(float[] window, WhisperRequest request);

  /**
   * Ends the windows under way and frees the working memory, at the latest when a call that was
   * left has ended. Idempotent.
   */
  @Override
  void close();
}
