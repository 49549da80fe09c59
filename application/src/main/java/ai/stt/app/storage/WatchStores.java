package ai.stt.app.storage;

import ai.stt.speech.error.SpeechException;

/**
 * Knows whether the stores answered when somebody looked last, so that nobody who asks waits for
 * stores that are away. Thread-safe.
 */
public final class WatchStores {
  private final Runnable question;
  private volatile boolean answering = true;

  /**
   * Takes the stores for well until the first look.
   *
   * @param question asks them something small; throws when they do not answer
   */
  public WatchStores(Runnable question) {
    this.question = question;
  }

  /** Looks; to be called every few seconds. Returns when the stores answer or their time is up. */
  public void look() {
    try {
      question.run();
      answering = true;
    } catch (SpeechException e) {
      answering = false;
    }
  }

  /** Whether they answered. */
  public boolean answering() {
    return answering;
  }
}
