package ai.stt.http.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.testing.Platform;
import ai.stt.http.testing.ApiClient;
import ai.stt.http.testing.ApiClient.Answer;
import ai.stt.http.testing.FakeAccounts;
import ai.stt.http.testing.ServerTest;
import ai.stt.platform.key.Scope;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CloudTest extends ServerTest {
  private static final String CLOUD = "/api/v1/cloud/";
  private static final String REPORT =
      "{\"version\": \"1.0\", \"gpu_name\": \"H200\", \"models\": [\"base\"]}";

  @BeforeEach
  void nextMinute() {
    server.accounts().clock.move(Duration.ofMinutes(1));
  }

  @Test
  void anInstanceIsRegisteredReportsAndFallsSilent() throws Exception {
    ApiClient ada = as(server.accounts().key("cloud@example.org", Platform.BOUGHT));
    Answer made =
        ada.post(CLOUD, "{\"name\": \"Rack 1\", \"region\": \"eu\", \"url\": \"https://x.test\"}");
    assertThat(made.status()).isEqualTo(201);
    String token = made.json().get("token").asText();
    assertThat(token).startsWith("stti_");
    JsonNode shown = ada.get(CLOUD).json();
    assertThat(shown.get("subscribed").asBoolean()).isTrue();
    assertThat(shown.at("/instances/0/status").asText()).isEqualTo("pending");
    assertThat(shown.at("/instances/0").has("token")).isFalse();
    assertThat(as(token).post(CLOUD + "heartbeat/", REPORT).status()).isEqualTo(204);
    JsonNode online = ada.get(CLOUD).json().at("/instances/0");
    assertThat(online.get("status").asText()).isEqualTo("online");
    assertThat(online.get("gpu_name").asText()).isEqualTo("H200");
    assertThat(online.at("/models/0").asText()).isEqualTo("base");
    server.accounts().clock.move(Duration.ofMinutes(2));
    assertThat(ada.get(CLOUD).json().at("/instances/0/status").asText()).isEqualTo("offline");
    String one = CLOUD + made.json().get("id").asText() + "/";
    assertThat(as(FakeAccounts.LISTED).delete(one).status()).isEqualTo(404);
    assertThat(ada.delete(one).status()).isEqualTo(204);
    assertThat(as(token).post(CLOUD + "heartbeat/", REPORT).status()).isEqualTo(401);
  }

  @Test
  void aPlanWithoutACloudHasNoneAndAKeyIsNoToken() throws Exception {
    ApiClient small = as(server.newKey("none@example.org"));
    JsonNode none = small.get(CLOUD).json();
    assertThat(none.get("subscribed").asBoolean(true)).isFalse();
    assertThat(none.get("instances")).isEmpty();
    assertThat(small.post(CLOUD, "{\"name\": \"Rack\"}").status()).isEqualTo(403);
    assertThat(small.post(CLOUD + "heartbeat", REPORT).status()).isEqualTo(401);
    assertThat(as(null).post(CLOUD + "heartbeat", REPORT).status()).isEqualTo(401);
    assertThat(as(null).get(CLOUD).status()).isEqualTo(401);
    assertThat(small.delete(CLOUD + "-1/").status()).isEqualTo(404);
    assertThat(small.delete(CLOUD + "99999999999999999999/").status()).isEqualTo(404);
    long id = server.accounts().signUp("cloud-reads@example.org", Platform.BOUGHT).account().id();
    ApiClient reader = as(server.accounts().key(id, Scope.READ));
    assertThat(reader.post(CLOUD, "{\"name\": \"Rack\"}").status()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"name\": \"\"}",
        "{\"name\": 7}",
        "{\"name\": \"a\\r\\nX: y\"}",
        "{\"name\": \"a\", \"url\": \"javascript:x\"}",
        "{\"name\": \"a\", \"status\": \"online\"}",
        "[]"
      })
  void aRegistrationThatIsNoneIsRefused(String body) throws Exception {
    ApiClient operator = as(FakeAccounts.LISTED);
    assertThat(operator.post(CLOUD, body).status()).as(body).isEqualTo(400);
  }

  private static ApiClient as(@Nullable String key) {
    return new ApiClient(CLIENT, server, key);
  }
}
