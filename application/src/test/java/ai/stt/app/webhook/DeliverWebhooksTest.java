package ai.stt.app.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.outbound.OutboundHttp;
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
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

class DeliverWebhooksTest {
  private static final URI HOOK = URI.create("https://hook.test/x");
  private static final WebhookSecret SECRET =
      WebhookSecret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

  private final InMemoryOutbox outbox = new InMemoryOutbox();
  private final Receiver receiver = new Receiver();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final DeliverWebhooks webhooks =
      new DeliverWebhooks(
          outbox,
          account -> account == 7 ? Optional.of(SECRET) : Optional.empty(),
          receiver,
          () -> now);

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
      if (!"https".equals(uri.getScheme())) {
        throw new SpeechException(ErrorCode.INVALID_REQUEST, "not an address");
      }
    }
  }

  @Test
  void aMessageIsSignedAndDeliveredOnce() {
    String id = webhooks.send(7, HOOK, "{\"test\":2432232314}");

    assertThat(webhooks.deliverDue()).isEqualTo(1);
    assertThat(webhooks.deliverDue()).isZero();
    Map<String, String> headers = receiver.heard.getFirst();
    String at = Objects.requireNonNull(headers.get("webhook-timestamp"));
    assertThat(headers).containsEntry("webhook-id", id);
    assertThat(at).isEqualTo(Long.toString(now.getEpochSecond()));
    assertThat(headers)
        .containsEntry(
            "webhook-signature",
            SECRET.sign(id, now, "{\"test\":2432232314}".getBytes(StandardCharsets.UTF_8)));
    assertThat(outbox.log(7, id))
        .extracting(WebhookAttempt::outcome)
        .containsExactly(Outcome.DELIVERED);
  }

  @Test
  void aReceiverThatIsDownIsTriedForADayUnderTheSameIdWithNewSignatures() {
    receiver.answer = () -> 503;
    String id = webhooks.send(7, HOOK, "{}");
    Instant start = now;

    for (int minute = 0; minute < 3 * 24 * 60; minute++) {
      webhooks.deliverDue();
      now = now.plusSeconds(60);
    }

    List<WebhookAttempt> log = outbox.log(7, id);
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
    String id = webhooks.send(7, HOOK, "{}");
    webhooks.deliverDue();
    receiver.answer = () -> 204;
    now = now.plusSeconds(5);
    webhooks.deliverDue();

    assertThat(outbox.log(7, id))
        .extracting(WebhookAttempt::outcome)
        .containsExactly(Outcome.RETRYING, Outcome.DELIVERED);
  }

  @Test
  void aReceiverThatWantsNoMoreAndAClosedAddressAreNotTriedAgain() {
    receiver.answer = () -> 410;
    String gone = webhooks.send(7, HOOK, "{}");
    webhooks.deliverDue();
    receiver.answer =
        () -> {
          throw new SpeechException(ErrorCode.INVALID_REQUEST, "leads to a private network");
        };
    String closed = webhooks.send(7, HOOK, "{}");
    webhooks.deliverDue();

    assertThat(outbox.log(7, gone))
        .extracting(WebhookAttempt::outcome)
        .containsExactly(Outcome.GIVEN_UP);
    assertThat(outbox.log(7, closed))
        .extracting(WebhookAttempt::detail)
        .containsExactly("leads to a private network");
  }

  @Test
  void anAccountThatIsGoneGetsNothing() {
    String id = webhooks.send(8, HOOK, "{}");
    webhooks.deliverDue();

    assertThat(receiver.heard).isEmpty();
    assertThat(outbox.log(8, id))
        .extracting(WebhookAttempt::outcome)
        .containsExactly(Outcome.GIVEN_UP);
  }

  @Test
  void aTargetThatIsNoAddressIsRefusedWhenItIsNamed() {
    assertThatThrownBy(() -> webhooks.send(7, URI.create("ftp://x"), "{}"))
        .isInstanceOf(SpeechException.class);
    assertThat(outbox.claim(now, Duration.ofMinutes(1), 10)).isEmpty();
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
      webhooks.send(7, HOOK, "{}");
    }
    webhooks.start(Duration.ofMillis(10));
    boolean all = delivered.await(10, TimeUnit.SECONDS);
    webhooks.close();

    assertThat(all).isTrue();
    webhooks.send(7, HOOK, "{}");
    assertThat(outbox.claim(now, Duration.ofMinutes(1), 10)).hasSize(1);
  }
}
