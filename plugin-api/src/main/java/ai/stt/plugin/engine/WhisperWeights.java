package ai.stt.plugin.engine;

/** Weights in memory. Thread-safe: any number of sessions share them. */
public interface WhisperWeights extends AutoCloseable {
  /** What the file says about the model. */
  WhisperShape shape();

  /**
   * How many windows of one recording are best under way at once: 1 when each is heard by itself
   * and best given the text before it; more when the engine hears windows together, which it does
   * with those of all sessions.
   */
  int windowsAtOnce();

  /**
   * Opens a session with working memory of its own, for one recording.
   *
   * @throws ai.stt.speech.error.SpeechException {@code OVERLOADED} when there is no memory for it
   * @throws IllegalStateException after {@link #close}
   */
  WhisperSession open();

  /**
   * As {@link #open}, for audio that somebody reads along with: its windows come before those of
   * other sessions, and where the engine can, it hears only as much as sounds in place of 30
   * seconds.
   */
  default WhisperSession openLive() {
    return open();
  }

  /** Frees the weights, at the latest when the last open session has ended. Idempotent. */
  @Override
  void close();
}
