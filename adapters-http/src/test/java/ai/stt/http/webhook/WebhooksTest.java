package ai.stt.http.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.testing.Platform;
import ai.stt.http.testing.ApiClient;
import ai.stt.http.testing.Form;
import ai.stt.http.testing.ServerTest;
import ai.stt.platform.key.Scope;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

/** What accounts see of their webhooks; deliveries have tests of their own. */
final class WebhooksTest extends ServerTest {
  private static final String SECRET = "/api/v1/webhooks/secret/";
  private static final String DELIVERIES = "/api/v1/webhooks/deliveries/";

  @Test
  void theSecretStaysUntilItIsReplaced() throws Exception {
    ApiClient ada = client(server.newKey("secret@example.org"));
    String first = ada.get(SECRET).json().get("secret").asText();
    assertThat(first).matches("whsec_[A-Za-z0-9+/]{43}=");
    assertThat(ada.get(SECRET).json().get("secret").asText()).isEqualTo(first);
    assertThat(ada.get(SECRET).header("Cache-Control")).isEqualTo("no-store");
    String second = ada.post(SECRET, "").json().get("secret").asText();
    assertThat(second).isNotEqualTo(first);
    assertThat(ada.get(SECRET).json().get("secret").asText()).isEqualTo(second);
    ApiClient eve = client(server.newKey("other-secret@example.org"));
    assertThat(eve.get(SECRET).json().get("secret").asText()).isNotEqualTo(second);
  }

  @Test
  void aKeyThatMayNotManageSeesNoSecretAndNoKeySeesNothing() throws Exception {
    long id = server.accounts().signUp("reads@example.org", Platform.BOUGHT).account().id();
    ApiClient reader = client(server.accounts().key(id, Scope.READ));
    assertThat(reader.get(SECRET).status()).isEqualTo(403);
    assertThat(reader.post(SECRET, "").status()).isEqualTo(403);
    assertThat(reader.get(DELIVERIES).status()).isEqualTo(200);
    for (String path : new String[] {SECRET, DELIVERIES}) {
      assertThat(new ApiClient(CLIENT, server, null).get(path).status()).isEqualTo(401);
    }
  }

  @Test
  void everyEndedTranscriptionHasOneMessage() throws Exception {
    String key = server.newKey("messages@example.org");
    for (String script : new String[] {"say:hello", "no media"}) {
      Form form = new Form().field("webhook_url", "https://hook.test/x");
      transcribe(form.file("file", "a.wav", script), key);
    }
    transcribe(Form.saying("without"), key);
    JsonNode list = client(key).get(DELIVERIES).json();
    assertThat(list.get("count").asInt()).isEqualTo(2);
    JsonNode message = list.at("/results/0");
    assertThat(message.get("url").asText()).isEqualTo("https://hook.test/x");
    assertThat(message.get("status").asText()).isEqualTo("pending");
    assertThat(message.get("attempts")).isEmpty();
    assertThat(message.get("next_attempt_at").asText()).isNotEmpty();
    assertThat(client(server.newKey("nothing@example.org")).get(DELIVERIES).json().get("count"))
        .hasToString("0");
    assertThat(client(key).get(DELIVERIES + "?limit=0").status()).isEqualTo(400);
  }

  @Test
  void anAddressThatIsClosedIsRefusedByName() throws Exception {
    String key = server.newKey("closed@example.org");
    Form form = Form.saying("hello").field("webhook_url", "ftp://hook.test/x");
    JsonNode answer = transcribe(form, key);
    assertThat(answer.get("error").asText()).startsWith("webhook_url: ");
    assertThat(answer.get("code").asText()).isEqualTo("invalid_request");
  }

  private static ApiClient client(String key) {
    return new ApiClient(CLIENT, server, key);
  }

  private static JsonNode transcribe(Form form, String key) throws Exception {
    var request = form.post(server.uri("/v1/transcribe")).header("Authorization", "Bearer " + key);
    var response = CLIENT.send(request.build(), BodyHandlers.ofString());
    return new ObjectMapper().readTree(response.body());
  }
}
