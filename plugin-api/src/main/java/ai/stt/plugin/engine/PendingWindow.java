package ai.stt.plugin.engine;

import java.util.function.BooleanSupplier;

/** A window that the engine works on. */
public interface PendingWindow {
  /**
   * Waits for what was written; called once, by the session's thread.
   *
   * @param canceled asked about twenty times a second, by the calling thread
   * @throws ai.stt.speech.error.SpeechException {@code CANCELED}, {@code OVERLOADED} when there is
   *     no memory for it, {@code INTERNAL} when the engine fails
   */
  WhisperWindow await(BooleanSupplier canceled) throws InterruptedException;
}
