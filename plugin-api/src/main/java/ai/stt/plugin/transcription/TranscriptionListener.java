package ai.stt.plugin.transcription;

import ai.stt.speech.transcript.Segment;

/** Follows a running transcription and can end it. */
public interface TranscriptionListener {
  /** A listener that hears nothing and never ends the work. */
  TranscriptionListener NONE = new TranscriptionListener() {};

  /**
   * Called as the work goes on, by the transcribing thread.
   *
   * @param heardSeconds audio that is done, never decreasing
   */
  default void onProgress(double heardSeconds) {}

  /** Called with each segment once it is final, in order, by the transcribing thread. */
  default void onSegment(Segment segment) {}

  /** Asked often and by any thread; once true, the transcription ends within a second. */
  default boolean isCanceled() {
    return false;
  }
}
