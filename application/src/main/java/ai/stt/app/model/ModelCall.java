package ai.stt.app.model;

import java.time.Duration;

/**
 * A call into a model that has ended, or that nobody waits for any more.
 *
 * @param capability the capability's id
 * @param model the model's id
 * @param took from its begin
 * @param audioSeconds of the audio that it read; 0 for a call that reads none
 * @param outcome how it ended
 */
public record ModelCall(
    String capability, String model, Duration took, double audioSeconds, Outcome outcome) {
  /** How a call ended. */
  public enum Outcome {
    /** With a result. */
    DONE,
    /** With a sentence for the caller. */
    REFUSED,
    /** Because nobody wanted it any more. */
    CANCELED,
    /** With a fault of the plugin. */
    FAILED,
    /** It did not: it showed no sign of life for too long. */
    GIVEN_UP
  }
}
