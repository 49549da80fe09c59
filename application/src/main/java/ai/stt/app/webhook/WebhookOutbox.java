package ai.stt.app.webhook;

import ai.stt.app.storage.Page;
import ai.stt.app.storage.PageRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The messages that are on their way, the log of those that were, and the secrets that sign them.
 * Shared by all servers of an installation. Part of a unit of work. What it holds goes with its
 * transcript and its account.
 */
public interface WebhookOutbox {
  /** Puts a message in, due at once. Putting an id in a second time does nothing. */
  void put(WebhookMessage message);

  /**
   * Takes messages that are due, those due longest first, and of no account more than its share.
   * Nobody else gets them before the lease ends; by then an attempt is recorded, or the server that
   * took them has died.
   */
  List<WebhookMessage> claim(Instant now, Duration lease, int most);

  /**
   * Writes an attempt into the log. Nothing happens when the message is gone, or when another
   * server has recorded that attempt meanwhile.
   *
   * @param next when the message is due again; only looked at when the outcome is {@code RETRYING}
   */
  void record(String messageId, WebhookAttempt attempt, Instant next);

  /** An account's messages with their logs, the newest first. */
  Page<WebhookDelivery> deliveries(long account, PageRequest page);

  /** Drops the messages that happened before and are on their way no more. */
  void forget(Instant before);

  /** An account's secret, which is {@code fresh} when it had none. */
  WebhookSecret secret(long account, WebhookSecret fresh);

  /** Gives an account another secret. */
  void replaceSecret(long account, WebhookSecret fresh);
}
