package ai.stt.app.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.storage.Page;
import ai.stt.app.storage.PageRequest;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.testing.MovableClock;
import ai.stt.app.testing.Platform;
import ai.stt.app.transcripts.Transcripts;
import ai.stt.app.webhook.WebhookAttempt.Outcome;
import ai.stt.platform.account.AuditEvent;
import ai.stt.speech.error.SpeechException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every outbox does. */
public abstract class WebhookOutboxContract {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration LEASE = Duration.ofMinutes(5);

  @SuppressWarnings("NullAway.Init") // set before each test
  private UnitOfWork work;

  @SuppressWarnings("NullAway.Init")
  private Platform platform;

  private long ada;
  private long transcript;

  /** Stores without contents. */
  protected abstract UnitOfWork emptyStores();

  @BeforeEach
  void begin() {
    work = emptyStores();
    platform = new Platform(work, new MovableClock(T0.toString()));
    ada = platform.account("ada@example.org", Platform.SMALL).id();
    transcript = platform.order(ada);
  }

  @Test
  void aMessageIsDueAtOnceAndClaimedOnlyOnce() {
    put("a", T0);

    assertThat(claim(T0.minusSeconds(1))).isEmpty();
    assertThat(claim(T0)).containsExactly(message("a", T0));
    assertThat(claim(T0)).isEmpty();
  }

  @Test
  void aMessageWhoseServerDiedIsDueAgainAfterTheLease() {
    put("a", T0);
    claim(T0);

    assertThat(claim(T0.plus(LEASE).minusSeconds(1))).isEmpty();
    assertThat(claim(T0.plus(LEASE))).hasSize(1);
  }

  @Test
  void thoseDueLongestComeFirst() {
    put("late", T0.plusSeconds(2));
    put("early", T0);
    put("middle", T0.plusSeconds(1));

    List<WebhookMessage> two =
        work.in(s -> s.get(WebhookOutbox.class).claim(T0.plusSeconds(9), LEASE, 2));
    assertThat(two).extracting(WebhookMessage::id).containsExactlyInAnyOrder("early", "middle");
  }

  @Test
  void aRetryIsDueWhenItSaysAndCountsItsAttempts() {
    put("a", T0);
    claim(T0);
    var first = new WebhookAttempt(T0, 1, Outcome.RETRYING, "answered 500");
    record("a", first, T0.plusSeconds(60));

    assertThat(claim(T0.plusSeconds(59))).isEmpty();
    assertThat(claim(T0.plusSeconds(60))).extracting(WebhookMessage::attempts).containsExactly(1);
    WebhookDelivery delivery = log(ada).getFirst();
    assertThat(delivery.log()).containsExactly(first);
    assertThat(delivery.next()).isEqualTo(T0.plusSeconds(60).plus(LEASE));
    assertThat(delivery.outcome()).isEqualTo(Outcome.RETRYING);
  }

  @Test
  void whatIsDeliveredOrGivenUpNeverComesAgainButStaysInTheLog() {
    put("a", T0);
    put("b", T0.plusSeconds(1));
    record("a", new WebhookAttempt(T0, 1, Outcome.DELIVERED, "answered 200"), T0);
    record("b", new WebhookAttempt(T0, 1, Outcome.GIVEN_UP, "answered 410"), T0);
    put("a", T0);

    assertThat(claim(T0.plus(Duration.ofDays(9)))).isEmpty();
    assertThat(log(ada))
        .extracting(WebhookDelivery::outcome)
        .containsExactly(Outcome.GIVEN_UP, Outcome.DELIVERED);
    assertThat(log(ada)).extracting(WebhookDelivery::next).containsOnlyNulls();
    long other = platform.account("eve@example.org", Platform.SMALL).id();
    assertThat(log(other)).isEmpty();
    Page<WebhookDelivery> second =
        work.in(s -> s.get(WebhookOutbox.class).deliveries(ada, new PageRequest(1, 1)));
    assertThat(second.count()).isEqualTo(2);
    assertThat(second.results()).hasSize(1);
  }

  @Test
  void anAttemptThatAnotherServerHasRecordedMeanwhileChangesNothing() {
    put("a", T0);
    record("a", new WebhookAttempt(T0, 1, Outcome.RETRYING, "late"), T0.plusSeconds(5));
    record("a", new WebhookAttempt(T0, 1, Outcome.DELIVERED, "answered 200"), T0);
    record("a", new WebhookAttempt(T0, 2, Outcome.DELIVERED, "answered 200"), T0);
    record("a", new WebhookAttempt(T0, 3, Outcome.RETRYING, "too late"), T0);

    assertThat(log(ada).getFirst().log())
        .extracting(WebhookAttempt::detail)
        .containsExactly("late", "answered 200");
    assertThat(claim(T0.plus(Duration.ofDays(9)))).isEmpty();
  }

  @Test
  void theLogOfWhatIsOverIsForgottenAfterAWhile() {
    put("done", T0);
    put("open", T0);
    record("done", new WebhookAttempt(T0, 1, Outcome.DELIVERED, "answered 200"), T0);
    use(outbox -> outbox.forget(T0));
    assertThat(log(ada)).hasSize(2);
    use(outbox -> outbox.forget(T0.plusSeconds(1)));
    assertThat(log(ada)).extracting(d -> d.message().id()).containsExactly("open");
  }

  @Test
  void anAccountAndATranscriptLeaveNothingBehind() {
    long other = platform.order(ada);
    put("a", T0);
    use(outbox -> outbox.put(message("b", other, T0)));
    record("a", new WebhookAttempt(T0, 1, Outcome.RETRYING, "answered 500"), T0);
    work.run(s -> s.get(Transcripts.class).remove(transcript));
    assertThat(log(ada)).extracting(d -> d.message().id()).containsExactly("b");

    var secrets = new ShareWebhookSecret(work, () -> T0);
    secrets.of(ada);
    platform.delete.delete(ada);
    assertThat(claim(T0.plusSeconds(9))).isEmpty();
    assertThat(log(ada)).isEmpty();
    record("b", new WebhookAttempt(T0, 1, Outcome.RETRYING, "answered 500"), T0);
    assertThatThrownBy(() -> secrets.of(ada)).isInstanceOf(SpeechException.class);
  }

  @Test
  void anAccountHasOneSecretUntilItIsReplaced() {
    var secrets = new ShareWebhookSecret(work, () -> T0);
    WebhookSecret first = secrets.of(ada);
    assertThat(secrets.of(ada)).isEqualTo(first);
    long other = platform.account("eve@example.org", Platform.SMALL).id();
    assertThat(secrets.of(other)).isNotEqualTo(first);
    WebhookSecret second = secrets.rotate(ada);
    assertThat(second).isNotEqualTo(first);
    assertThat(secrets.of(ada)).isEqualTo(second);
    assertThat(platform.accounts.audit(ada, 10))
        .filteredOn(event -> event.kind() == AuditEvent.Kind.WEBHOOK_SECRET_REPLACED)
        .containsExactly(new AuditEvent(ada, AuditEvent.Kind.WEBHOOK_SECRET_REPLACED, "", T0));
  }

  @Test
  void serversAtOnceGetDifferentMessages() {
    for (int i = 0; i < 40; i++) {
      put("m" + i, T0);
    }
    Set<String> seen = ConcurrentHashMap.newKeySet();
    List<Integer> repeated = new java.util.concurrent.CopyOnWriteArrayList<>();
    try (var threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++) {
        threads.execute(
            () -> {
              while (seen.size() < 40) {
                work.in(s -> s.get(WebhookOutbox.class).claim(T0, LEASE, 3)).stream()
                    .filter(m -> !seen.add(m.id()))
                    .forEach(m -> repeated.add(1));
              }
            });
      }
    }
    assertThat(repeated).isEmpty();
    assertThat(seen).hasSize(40);
  }

  private void use(Consumer<WebhookOutbox> action) {
    work.run(stores -> action.accept(stores.get(WebhookOutbox.class)));
  }

  private void put(String id, Instant at) {
    use(outbox -> outbox.put(message(id, at)));
  }

  private void record(String id, WebhookAttempt attempt, Instant next) {
    use(outbox -> outbox.record(id, attempt, next));
  }

  private List<WebhookMessage> claim(Instant now) {
    return work.in(stores -> stores.get(WebhookOutbox.class).claim(now, LEASE, 10));
  }

  private List<WebhookDelivery> log(long account) {
    return work.in(stores -> stores.get(WebhookOutbox.class).deliveries(account, PageRequest.FIRST))
        .results();
  }

  private WebhookMessage message(String id, Instant createdAt) {
    return message(id, transcript, createdAt);
  }

  private WebhookMessage message(String id, long about, Instant createdAt) {
    URI target = URI.create("https://hook.test/x");
    return new WebhookMessage(id, ada, about, target, "{\"a\":1}", createdAt, 0);
  }
}
