package ai.stt.app.webhook;

import java.time.Instant;

/**
 * One try to deliver a message.
 *
 * @param at when it ended
 * @param number 1 for the first
 * @param outcome what became of it
 * @param detail one sentence for the account, such as the answer's status
 */
public record WebhookAttempt(Instant at, int number, Outcome outcome, String detail) {
  /** What becomes of a message with an attempt. */
  public enum Outcome {
    /** It was taken; nothing follows. */
    DELIVERED,
    /** It will be tried again. */
    RETRYING,
    /** It will not be tried again. */
    GIVEN_UP
  }

  /** Checks the number. */
  public WebhookAttempt {
    if (number < 1) {
      throw new IllegalArgumentException("attempts are counted from 1");
    }
  }
}
