package ai.stt.app.webhook;

import java.net.URI;
import java.time.Instant;

/**
 * Something that happened, for one address.
 *
 * @param id {@code msg_} and what makes it unique; receivers tell repetitions by it
 * @param account whose secret signs it
 * @param transcript of the account, that it tells about and with which it goes
 * @param target where it goes
 * @param json the whole body, sent the same in every attempt
 * @param createdAt when it happened
 * @param attempts made so far
 */
public record WebhookMessage(
    String id,
    long account,
    long transcript,
    URI target,
    String json,
    Instant createdAt,
    int attempts) {
  /** Checks the id and the count. */
  public WebhookMessage {
    if (!id.matches("[A-Za-z0-9_-]{1,100}")) {
      throw new IllegalArgumentException("not an id of a message: " + id);
    }
    if (attempts < 0) {
      throw new IllegalArgumentException("attempts are not negative");
    }
  }
}
