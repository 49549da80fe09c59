package ai.stt.app.webhook;

import ai.stt.app.webhook.WebhookAttempt.Outcome;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message and what became of it so far.
 *
 * @param next when it is tried, or given up by a server that died, next; null when nothing follows
 * @param log the attempts, first one first
 */
public record WebhookDelivery(
    WebhookMessage message, @Nullable Instant next, List<WebhookAttempt> log) {
  /** Takes a copy of the log. */
  public WebhookDelivery {
    log = List.copyOf(log);
  }

  /** What the last attempt came to; {@code RETRYING} before the first. */
  public Outcome outcome() {
    return log.isEmpty() ? Outcome.RETRYING : log.getLast().outcome();
  }
}
