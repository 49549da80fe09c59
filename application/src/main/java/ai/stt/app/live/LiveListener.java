package ai.stt.app.live;

import ai.stt.speech.error.SpeechException;
import ai.stt.speech.transcript.Transcript;

/**
 * Reads along. Called by the session's thread; as long as it does not return the session hears
 * nothing more, and soon takes nothing more. What it throws ends its session and no other.
 */
public interface LiveListener {
  /** Something was heard. */
  void on(LiveEvent event) throws InterruptedException;

  /**
   * The session has failed; nothing follows.
   *
   * @param said what was final before
   */
  void failed(SpeechException reason, Transcript said);
}
