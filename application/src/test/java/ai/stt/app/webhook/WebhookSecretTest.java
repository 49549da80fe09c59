package ai.stt.app.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.speech.error.SpeechException;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the library that Standard Webhooks publishes for receivers. */
class WebhookSecretTest {
  private static final String BODY = "{\"type\":\"transcript.completed\",\"text\":\"Grüße\"}";
  private final WebhookSecret secret = WebhookSecret.fresh(new SecureRandom());

  @Test
  void theSignatureOfTheSpecificationsExampleIsTheSame() {
    var example = WebhookSecret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    assertThat(
            example.sign(
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                Instant.ofEpochSecond(1614265330),
                "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void thePublishedLibraryTakesWhatWeSign() throws WebhookVerificationException {
    new Webhook(secret.reveal()).verify(BODY, headers("msg_1", Instant.now(), "msg_1", BODY));
  }

  @Test
  void thePublishedLibraryRefusesWhatWasChangedOrRepeatedLater() {
    var library = new Webhook(secret.reveal());
    Instant now = Instant.now();

    refused(() -> library.verify(BODY + " ", headers("msg_1", now, "msg_1", BODY)));
    refused(() -> library.verify(BODY, headers("msg_2", now, "msg_1", BODY)));
    Instant old = now.minusSeconds(3600);
    refused(() -> library.verify(BODY, headers("msg_1", old, "msg_1", BODY)));
    var other = new Webhook(WebhookSecret.fresh(new SecureRandom()).reveal());
    refused(() -> other.verify(BODY, headers("msg_1", now, "msg_1", BODY)));
  }

  @Test
  void aSecretComesBackFromItsWritingAndHidesInLogs() {
    assertThat(WebhookSecret.parse(secret.reveal())).isEqualTo(secret).hasSameHashCodeAs(secret);
    assertThat(secret.toString()).isEqualTo("whsec_...");
    assertThat(WebhookSecret.fresh(new SecureRandom())).isNotEqualTo(secret);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "whsec_", "whsec_!!!", "whsec_c2hvcnQ=", "secret"})
  void whatIsNoSecretIsRefusedWithoutRepeatingIt(String text) {
    assertThatThrownBy(() -> WebhookSecret.parse(text))
        .isInstanceOf(SpeechException.class)
        .hasMessage("the webhook secret is not whsec_ and the Base64 of 24 to 64 bytes");
  }

  private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable verify) {
    assertThatThrownBy(verify).isInstanceOf(WebhookVerificationException.class);
  }

  private Map<String, List<String>> headers(
      String id, Instant at, String signedId, String signedBody) {
    return Map.of(
        "webhook-id", List.of(id),
        "webhook-timestamp", List.of(Long.toString(at.getEpochSecond())),
        "webhook-signature",
            List.of(secret.sign(signedId, at, signedBody.getBytes(StandardCharsets.UTF_8))));
  }
}
