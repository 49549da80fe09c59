package ai.stt.app.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The messages that are on their way, and the log of those that were. Shared by all servers of an
 * installation. Thread-safe.
 */
public interface WebhookOutbox {
  /** Puts a message in, due at once. Putting an id in a second time does nothing. */
  void put(WebhookMessage message);

  /**
   * Takes messages that are due, those due longest first. Nobody else gets them before the lease
   * ends; by then an attempt is recorded, or the server that took them has died.
   */
  List<WebhookMessage> claim(Instant now, Duration lease, int most);

  /**
   * Writes an attempt into the log.
   *
   * @param next when the message is due again; only looked at when the outcome is {@code RETRYING}
   */
  void record(String messageId, WebhookAttempt attempt, Instant next);

  /** The attempts of a message, first one first; empty for a message that is not there. */
  List<WebhookAttempt> log(long account, String messageId);

  /** Deletes all messages of an account, with their logs. */
  void deleteAll(long account);
}
