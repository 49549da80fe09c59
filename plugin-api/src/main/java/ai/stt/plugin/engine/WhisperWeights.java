package ai.stt.plugin.engine;

/** Weights in memory. Thread-safe: any number of sessions share them. */
public interface WhisperWeights extends AutoCloseable {
  /** What the file says about the model. */
  WhisperShape shape();

  /**
   * Opens a session with working memory of its own, for one recording.
   *
   * @throws ai.stt.speech.error.SpeechException {@code OVERLOADED} when there is no memory for it
   * @throws IllegalStateException after {@link #close}
   */
  WhisperSession open();

  /** Frees the weights, at the latest when the last open session has ended. Idempotent. */
  @Override
  void close();
}
