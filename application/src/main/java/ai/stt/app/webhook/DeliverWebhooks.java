package ai.stt.app.webhook;

import ai.stt.app.outbound.OutboundHttp;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.webhook.WebhookAttempt.Outcome;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends webhooks as Standard Webhooks 1.0 asks: signed, and again with growing pauses for a day
 * until the receiver answers 2xx. Each message is sent at least once; a server that dies while it
 * sends may cause a repetition, with the same {@code webhook-id}. Thread-safe.
 */
public final class DeliverWebhooks implements AutoCloseable {
  /** Pauses after the first, second ... attempt; together 23 h 36 min. */
  static final List<Duration> PAUSES =
      List.of(
          Duration.ofSeconds(5),
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(30),
          Duration.ofHours(2),
          Duration.ofHours(5),
          Duration.ofHours(8),
          Duration.ofHours(8));

  /** How long the log of a message stays. */
  public static final Duration KEPT = Duration.ofDays(30);

  private static final Duration TIDY = Duration.ofHours(1);
  private static final int BATCH = 32;
  private static final Logger LOG = LoggerFactory.getLogger(DeliverWebhooks.class);

  private final UnitOfWork work;
  private final ShareWebhookSecret secrets;
  private final OutboundHttp http;
  private final Duration lease;
  private final InstantSource clock;
  private Instant tidyAt = Instant.MIN;
  private @Nullable ScheduledExecutorService courier;
  private volatile boolean closed;

  /**
   * Deliveries from the outbox of these stores.
   *
   * @param lease after which another server takes over what this one was sending; far longer than
   *     an attempt may take
   */
  public DeliverWebhooks(
      UnitOfWork work,
      ShareWebhookSecret secrets,
      OutboundHttp http,
      Duration lease,
      InstantSource clock) {
    this.work = work;
    this.secrets = secrets;
    this.http = http;
    this.lease = lease;
    this.clock = clock;
  }

  /** Looks for due messages again and again, until closed. To be called once. */
  public synchronized void start(Duration pause) {
    ScheduledExecutorService thread =
        Executors.newSingleThreadScheduledExecutor(
            work -> Thread.ofPlatform().name("webhooks").unstarted(work));
    courier = thread;
    var _ = thread.scheduleWithFixedDelay(this::round, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** A round that survives what goes wrong, such as an outbox that cannot be reached now. */
  private void round() {
    try {
      while (deliverDue() == BATCH && !closed) {
        LOG.debug("More webhooks are due");
      }
      tidy();
    } catch (RuntimeException e) {
      LOG.warn("Webhooks could not be delivered now; trying again: {}", e.getMessage());
    }
  }

  /**
   * Tries each message that is due now, at most 32 at once, and waits for the ends of the tries.
   *
   * @return how many were tried
   */
  public int deliverDue() {
    List<WebhookMessage> due =
        work.in(stores -> stores.get(WebhookOutbox.class).claim(clock.instant(), lease, BATCH));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      due.forEach(message -> threads.execute(() -> deliver(message)));
    }
    return due.size();
  }

  private void tidy() {
    Instant now = clock.instant();
    if (now.isAfter(tidyAt)) {
      work.run(stores -> stores.get(WebhookOutbox.class).forget(now.minus(KEPT)));
      tidyAt = now.plus(TIDY);
    }
  }

  private void deliver(WebhookMessage message) {
    try {
      WebhookAttempt attempt = attempt(message, secrets.of(message.account()));
      int number = attempt.number();
      Instant next =
          number > PAUSES.size() ? attempt.at() : attempt.at().plus(PAUSES.get(number - 1));
      work.run(stores -> stores.get(WebhookOutbox.class).record(message.id(), attempt, next));
    } catch (RuntimeException e) {
      LOG.warn("The webhook {} is tried again after its lease: {}", message.id(), e.getMessage());
    }
  }

  private WebhookAttempt attempt(WebhookMessage message, WebhookSecret secret) {
    int number = message.attempts() + 1;
    boolean mayRetry = number <= PAUSES.size();
    try {
      int status = post(message, secret);
      return new WebhookAttempt(
          clock.instant(), number, outcome(status, mayRetry), "the receiver answered " + status);
    } catch (SpeechException e) {
      boolean retry = mayRetry && e.code() != ErrorCode.INVALID_REQUEST;
      return new WebhookAttempt(
          clock.instant(), number, retry ? Outcome.RETRYING : Outcome.GIVEN_UP, e.getMessage());
    }
  }

  private int post(WebhookMessage message, WebhookSecret secret) {
    Instant now = clock.instant();
    byte[] body = message.json().getBytes(StandardCharsets.UTF_8);
    return http.post(
        message.target(),
        Map.of(
            "webhook-id",
            message.id(),
            "webhook-timestamp",
            Long.toString(now.getEpochSecond()),
            "webhook-signature",
            secret.sign(message.id(), now, body)),
        body);
  }

  /** 410 is the receiver's way to say that it wants no more. */
  private static Outcome outcome(int status, boolean mayRetry) {
    if (status >= 200 && status < 300) {
      return Outcome.DELIVERED;
    }
    return mayRetry && status != 410 ? Outcome.RETRYING : Outcome.GIVEN_UP;
  }

  /** Takes no new messages, and waits for those that are being sent. Idempotent. */
  @Override
  public synchronized void close() {
    closed = true;
    if (courier != null) {
      courier.close();
    }
  }
}
