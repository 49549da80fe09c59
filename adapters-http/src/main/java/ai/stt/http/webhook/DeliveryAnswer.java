package ai.stt.http.webhook;

import ai.stt.app.webhook.WebhookAttempt;
import ai.stt.app.webhook.WebhookDelivery;
import ai.stt.app.webhook.WebhookMessage;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message and what became of it; times are ISO 8601.
 *
 * @param id as the receiver gets it in {@code webhook-id}
 * @param transcriptId what it tells about
 * @param status {@code pending}, {@code delivered} or {@code failed}
 * @param nextAttemptAt null when nothing follows
 */
record DeliveryAnswer(
    String id,
    @JsonProperty("transcript_id") long transcriptId,
    String url,
    String status,
    @JsonProperty("created_at") String createdAt,
    @JsonProperty("next_attempt_at") @JsonInclude(Include.ALWAYS) @Nullable String nextAttemptAt,
    List<AttemptAnswer> attempts) {
  /**
   * One try.
   *
   * @param number 1 for the first
   * @param delivered whether the receiver took it
   * @param detail a sentence, such as the answer's status
   */
  record AttemptAnswer(int number, String at, boolean delivered, String detail) {
    static AttemptAnswer of(WebhookAttempt attempt) {
      return new AttemptAnswer(
          attempt.number(),
          attempt.at().toString(),
          attempt.outcome() == WebhookAttempt.Outcome.DELIVERED,
          attempt.detail());
    }
  }

  static DeliveryAnswer of(WebhookDelivery delivery) {
    WebhookMessage message = delivery.message();
    Instant next = delivery.next();
    return new DeliveryAnswer(
        message.id(),
        message.transcript(),
        message.target().toString(),
        switch (delivery.outcome()) {
          case RETRYING -> "pending";
          case DELIVERED -> "delivered";
          case GIVEN_UP -> "failed";
        },
        message.createdAt().toString(),
        next == null ? null : next.toString(),
        delivery.log().stream().map(AttemptAnswer::of).toList());
  }
}
