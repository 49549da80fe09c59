package ai.stt.app.model;

import ai.stt.speech.error.SpeechException;
import java.time.Duration;

/** Is told what models do. Called by the threads that do it, so it is quick and throws nothing. */
public interface ModelWatcher {
  /** One that takes no notice. */
  ModelWatcher NONE = new ModelWatcher() {};

  /** A call has ended, or was given up. */
  default void called(ModelCall call) {}

  /** A model was brought into memory, or could not be. */
  default void loaded(String capability, String model, Duration took, boolean usable) {}

  /**
   * A thread of the host is in a call that was given up, and may never come back.
   *
   * @param failure what to tell those who wait for it
   */
  default void lost(Thread thread, SpeechException failure) {}
}
