package ai.stt.app.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.outbound.OutboundHttp;
import ai.stt.app.storage.PageRequest;
import ai.stt.app.testing.InMemoryPlatform;
import ai.stt.app.testing.Platform;
import ai.stt.app.webhook.WebhookAttempt.Outcome;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

class DeliverWebhooksTest {
  private static final URI HOOK = URI.create("https://hook.test/x");
  private static final Duration LEASE = Duration.ofMinutes(5);

  private final InMemoryPlatform stores = new InMemoryPlatform();
  private final Receiver receiver = new Receiver();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final Platform platform = new Platform(stores, () -> now);
  private final ShareWebhookSecret secrets = new ShareWebhookSecret(stores, () -> now);
  private final DeliverWebhooks webhooks =
      new DeliverWebhooks(stores, secrets, receiver, LEASE, () -> now);
  private final long ada = platform.account("ada@example.org", Platform.SMALL).id();
  private final long talk = platform.order(ada);
  private int sent;

  /** The other side: answers as told, and keeps what it got. */
  private static final class Receiver implements OutboundHttp {
    private final List<Map<String, String>> heard = new CopyOnWriteArrayList<>();
    private IntSupplier answer = () -> 200;

    @Override
    public long download(URI uri, long maxBytes, OutputStream target) {
      throw new AssertionError("webhooks download nothing");
    }

    @Override
    public int post(URI uri, Map<String, String> headers, byte[] json) {
      heard.add(headers);
      return answer.getAsInt();
    }

    @Override
    public void check(URI uri) {
      throw new AssertionError("they were checked when they were named");
    }

    @Override
    public void checkNow(URI uri) {
      check(uri);
    }
  }

  @Test
  void aMessageIsSignedAndDeliveredOnce() {
    String id = send("{\"test\":2432232314}");

    assertThat(webhooks.deliverDue()).isEqualTo(1);
    assertThat(webhooks.deliverDue()).isZero();
    Map<String, String> headers = receiver.heard.getFirst();
    String at = Objects.requireNonNull(headers.get("webhook-timestamp"));
    assertThat(headers).containsEntry("webhook-id", id);
    assertThat(at).isEqualTo(Long.toString(now.getEpochSecond()));
    assertThat(headers)
        .containsEntry(
            "webhook-signature",
            secrets
                .of(ada)
                .sign(id, now, "{\"test\":2432232314}".getBytes(StandardCharsets.UTF_8)));
    assertThat(log(id)).extracting(WebhookAttempt::outcome).containsExactly(Outcome.DELIVERED);
  }

  @Test
  void aReceiverThatIsDownIsTriedForADayUnderTheSameIdWithNewSignatures() {
    receiver.answer = () -> 503;
    String id = send("{}");
    Instant start = now;

    for (int minute = 0; minute < 3 * 24 * 60; minute++) {
      webhooks.deliverDue();
      now = now.plusSeconds(60);
    }

    List<WebhookAttempt> log = log(id);
    assertThat(log).hasSize(DeliverWebhooks.PAUSES.size() + 1);
    assertThat(log.getLast().outcome()).isEqualTo(Outcome.GIVEN_UP);
    assertThat(Duration.between(start, log.getLast().at()))
        .isBetween(Duration.ofHours(23), Duration.ofHours(25));
    assertThat(log).extracting(WebhookAttempt::detail).allMatch(d -> d.contains("503"));
    assertThat(receiver.heard).extracting(h -> h.get("webhook-id")).containsOnly(id);
    assertThat(receiver.heard).extracting(h -> h.get("webhook-signature")).doesNotHaveDuplicates();
  }

  @Test
  void aReceiverThatComesBackGetsTheMessage() {
    receiver.answer =
        () -> {
          throw new SpeechException(ErrorCode.DEPENDENCY_FAILED, "cannot be reached");
        };
    String id = send("{}");
    webhooks.deliverDue();
    receiver.answer = () -> 204;
    now = now.plusSeconds(5);
    webhooks.deliverDue();

    assertThat(log(id))
        .extracting(WebhookAttempt::outcome)
        .containsExactly(Outcome.RETRYING, Outcome.DELIVERED);
  }

  @Test
  void aReceiverThatWantsNoMoreAndAClosedAddressAreNotTriedAgain() {
    receiver.answer = () -> 410;
    String gone = send("{}");
    webhooks.deliverDue();
    receiver.answer =
        () -> {
          throw new SpeechException(ErrorCode.INVALID_REQUEST, "leads to a private network");
        };
    String closed = send("{}");
    webhooks.deliverDue();

    assertThat(log(gone)).extracting(WebhookAttempt::outcome).containsExactly(Outcome.GIVEN_UP);
    assertThat(log(closed))
        .extracting(WebhookAttempt::detail)
        .containsExactly("leads to a private network");
  }

  @Test
  void aSecretThatIsReplacedSignsTheNextAttempt() {
    receiver.answer = () -> 503;
    String id = send("{}");
    webhooks.deliverDue();
    secrets.rotate(ada);
    now = now.plusSeconds(5);
    webhooks.deliverDue();

    String signature = secrets.of(ada).sign(id, now, "{}".getBytes(StandardCharsets.UTF_8));
    assertThat(receiver.heard.getLast()).containsEntry("webhook-signature", signature);
  }

  @Test
  void whatAServerWasSendingWhenItDiedIsSentAgainByAnotherAfterTheLeaseOnly() {
    String id = send("{}");
    stores.run(all -> all.get(WebhookOutbox.class).claim(now, LEASE, 10)); // and then it died
    assertThat(webhooks.deliverDue()).isZero();
    now = now.plus(LEASE);
    assertThat(webhooks.deliverDue()).isEqualTo(1);
    assertThat(log(id)).extracting(WebhookAttempt::outcome).containsExactly(Outcome.DELIVERED);
  }

  @Test
  void anAccountThatIsGoneGetsNothing() {
    send("{}");
    platform.delete.delete(ada);
    assertThat(webhooks.deliverDue()).isZero();
    assertThat(receiver.heard).isEmpty();
  }

  @Test
  void theCourierDeliversByItselfUntilClosed() throws InterruptedException {
    var delivered = new CountDownLatch(40);
    receiver.answer =
        () -> {
          delivered.countDown();
          return 200;
        };
    for (int i = 0; i < 40; i++) {
      send("{}");
    }
    webhooks.start(Duration.ofMillis(10));
    boolean all = delivered.await(10, TimeUnit.SECONDS);
    webhooks.close();

    assertThat(all).isTrue();
    send("{}");
    List<WebhookMessage> left =
        stores.in(each -> each.get(WebhookOutbox.class).claim(now, LEASE, 10));
    assertThat(left).hasSize(1);
  }

  private String send(String json) {
    String id = "msg_" + sent++;
    stores.run(
        all ->
            all.get(WebhookOutbox.class)
                .put(new WebhookMessage(id, ada, talk, HOOK, json, now, 0)));
    return id;
  }

  private List<WebhookAttempt> log(String id) {
    return new ReadDeliveries(stores)
        .list(ada, PageRequest.FIRST).results().stream()
            .filter(delivery -> delivery.message().id().equals(id))
            .findFirst()
            .orElseThrow()
            .log();
  }
}
