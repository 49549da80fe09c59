package ai.stt.app.job;

import ai.stt.app.outbound.JsonText;
import ai.stt.app.webhook.WebhookMessage;
import ai.stt.platform.job.Job;
import ai.stt.platform.job.JobOrder;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a webhook is told when a job has ended: that it has, and where the transcript is. Nothing of
 * what was said, so that a wrong address learns little and the body stays small.
 */
final class EndMessage {
  private EndMessage() {}

  /** The one message of a job that has ended; made again it has the same id. */
  static WebhookMessage of(Job job, URI target) {
    JobOrder order = job.order();
    var at = Objects.requireNonNull(job.finished(), "it has ended");
    Job.Failed failed = job instanceof Job.Failed now ? now : null;
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("id", order.id());
    data.put("slug", order.slug());
    data.put("status", job.status().text());
    data.put("credits_used", job instanceof Job.Completed done ? done.creditsUsed() : 0);
    data.put("created_at", order.createdAt());
    data.put("completed_at", at);
    data.put("error", failed == null ? null : failed.reason());
    data.put("error_code", failed == null ? null : failed.code().name().toLowerCase(Locale.ROOT));
    data.put("status_url", "/api/v1/transcripts/" + order.slug() + "/");
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", "transcript." + job.status().text());
    body.put("timestamp", at);
    body.put("data", data);
    return new WebhookMessage(
        "msg_" + order.slug(), order.accountId(), order.id(), target, JsonText.of(body), at, 0);
  }
}
