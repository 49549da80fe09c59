package ai.stt.app.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.webhook.WebhookAttempt.Outcome;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** What every outbox does. */
public abstract class WebhookOutboxContract {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration LEASE = Duration.ofMinutes(5);

  /** An empty outbox. */
  protected abstract WebhookOutbox outbox();

  @Test
  void aMessageIsDueAtOnceAndClaimedOnlyOnce() {
    WebhookOutbox outbox = outbox();
    outbox.put(message("a", T0));

    assertThat(outbox.claim(T0.minusSeconds(1), LEASE, 10)).isEmpty();
    assertThat(outbox.claim(T0, LEASE, 10)).containsExactly(message("a", T0));
    assertThat(outbox.claim(T0, LEASE, 10)).isEmpty();
  }

  @Test
  void aMessageWhoseServerDiedIsDueAgainAfterTheLease() {
    WebhookOutbox outbox = outbox();
    outbox.put(message("a", T0));
    outbox.claim(T0, LEASE, 10);

    assertThat(outbox.claim(T0.plus(LEASE).minusSeconds(1), LEASE, 10)).isEmpty();
    assertThat(outbox.claim(T0.plus(LEASE), LEASE, 10)).hasSize(1);
  }

  @Test
  void thoseDueLongestComeFirst() {
    WebhookOutbox outbox = outbox();
    outbox.put(message("late", T0.plusSeconds(2)));
    outbox.put(message("early", T0));
    outbox.put(message("middle", T0.plusSeconds(1)));

    assertThat(outbox.claim(T0.plusSeconds(9), LEASE, 2))
        .extracting(WebhookMessage::id)
        .containsExactly("early", "middle");
  }

  @Test
  void aRetryIsDueWhenItSaysAndCountsItsAttempts() {
    WebhookOutbox outbox = outbox();
    outbox.put(message("a", T0));
    outbox.claim(T0, LEASE, 10);
    var first = new WebhookAttempt(T0, 1, Outcome.RETRYING, "answered 500");
    outbox.record("a", first, T0.plusSeconds(60));

    assertThat(outbox.claim(T0.plusSeconds(59), LEASE, 10)).isEmpty();
    assertThat(outbox.claim(T0.plusSeconds(60), LEASE, 10))
        .extracting(WebhookMessage::attempts)
        .containsExactly(1);
    assertThat(outbox.log(7, "a")).containsExactly(first);
  }

  @Test
  void whatIsDeliveredOrGivenUpNeverComesAgainButStaysInTheLog() {
    WebhookOutbox outbox = outbox();
    outbox.put(message("a", T0));
    outbox.put(message("b", T0));
    outbox.record("a", new WebhookAttempt(T0, 1, Outcome.DELIVERED, "answered 200"), T0);
    outbox.record("b", new WebhookAttempt(T0, 1, Outcome.GIVEN_UP, "answered 410"), T0);
    outbox.put(message("a", T0));

    assertThat(outbox.claim(T0.plus(Duration.ofDays(9)), LEASE, 10)).isEmpty();
    assertThat(outbox.log(7, "a")).hasSize(1);
    assertThat(outbox.log(8, "a")).as("of another account").isEmpty();
    assertThat(outbox.log(7, "unknown")).isEmpty();
  }

  @Test
  void anAccountLeavesNothingBehind() {
    WebhookOutbox outbox = outbox();
    outbox.put(message("a", T0));
    outbox.record("a", new WebhookAttempt(T0, 1, Outcome.RETRYING, "answered 500"), T0);
    outbox.deleteAll(7);

    assertThat(outbox.claim(T0.plusSeconds(9), LEASE, 10)).isEmpty();
    assertThat(outbox.log(7, "a")).isEmpty();
    outbox.record("a", new WebhookAttempt(T0, 2, Outcome.RETRYING, "answered 500"), T0);
    assertThat(outbox.log(7, "a")).isEmpty();
  }

  @Test
  void serversAtOnceGetDifferentMessages() {
    WebhookOutbox outbox = outbox();
    for (int i = 0; i < 40; i++) {
      outbox.put(message("m" + i, T0));
    }
    Set<String> seen = ConcurrentHashMap.newKeySet();
    List<Integer> repeated = new java.util.concurrent.CopyOnWriteArrayList<>();
    try (var threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++) {
        threads.execute(
            () -> {
              for (var batch = outbox.claim(T0, LEASE, 3);
                  !batch.isEmpty();
                  batch = outbox.claim(T0, LEASE, 3)) {
                batch.stream().filter(m -> !seen.add(m.id())).forEach(m -> repeated.add(1));
              }
            });
      }
    }
    assertThat(repeated).isEmpty();
    assertThat(seen).hasSize(40);
  }

  private static WebhookMessage message(String id, Instant createdAt) {
    return new WebhookMessage(id, 7, URI.create("https://hook.test/x"), "{\"a\":1}", createdAt, 0);
  }
}
