package ai.stt.http.operation;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.model.ModelCall;
import ai.stt.app.model.ModelCall.Outcome;
import ai.stt.http.testing.ApiClient;
import ai.stt.http.testing.ApiClient.Answer;
import ai.stt.http.testing.FakeAccounts;
import ai.stt.http.testing.ServerTest;
import ai.stt.platform.key.Scope;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OperationTest extends ServerTest {
  private static ApiClient as(@Nullable String key) {
    return new ApiClient(CLIENT, server, key);
  }

  private static ApiClient operator() {
    return as(FakeAccounts.LISTED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /admin/plugins",
        "GET /admin/models/",
        "GET /admin/devices",
        "GET /metrics",
        "POST /admin/models/base/load",
        "POST /admin/models/base/unload",
        "POST /admin/models/base/pin",
        "POST /admin/models/base/unpin/"
      })
  void onlyTheOperatorIsLetIn(String wanted) throws Exception {
    String method = wanted.replaceAll(" .*", "");
    String path = wanted.replaceAll(".* ", "");
    assertThat(as(null).send(method, path, null).status()).isEqualTo(401);
    assertThat(as("stt_wrong").send(method, path, null).status()).isEqualTo(401);
    String email = "user" + Integer.toHexString(wanted.hashCode()) + "@example.org";
    Answer user = as(server.newKey(email)).send(method, path, null);
    assertThat(user.status()).isEqualTo(403);
    assertThat(user.json().get("error").asText()).contains("operator");
    assertThat(user.json().has("request_id")).isTrue();
    long admin = server.accounts().admin.account().id();
    String reader = server.accounts().key(admin, Scope.TRANSCRIBE);
    assertThat(as(reader).send(method, path, null).status()).isEqualTo(403);
  }

  @Test
  void aKeyOfTheAdminAccountThatMayOnlyReadChangesNothing() throws Exception {
    long admin = server.accounts().admin.account().id();
    ApiClient reader = as(server.accounts().key(admin, Scope.READ));
    assertThat(reader.get("/admin/models").status()).isEqualTo(200);
    assertThat(reader.post("/admin/models/base/load", "").status()).isEqualTo(403);
  }

  @Test
  void pluginsAreShownWithTheirModelsAndWhatIsWrongWithThem() throws Exception {
    Answer answer = operator().get("/admin/plugins");
    assertThat(answer.status()).isEqualTo(200);
    JsonNode plugins = answer.json().get("plugins");
    assertThat(plugins.get(0).get("status").asText()).isEqualTo("running");
    assertThat(plugins.get(0).get("signed_by").asText()).isEqualTo("ours");
    assertThat(plugins.get(0).at("/models/0").asText()).isEqualTo("base");
    assertThat(plugins.get(0).has("reason")).isFalse();
    assertThat(plugins.get(1).get("status").asText()).isEqualTo("failed");
    assertThat(plugins.get(1).get("reason").asText()).isEqualTo("it is not a whole zip");
    assertThat(plugins.get(1).get("id").isNull()).isTrue();
  }

  @Test
  void aModelIsLoadedPinnedAndLetGo() throws Exception {
    JsonNode pinned = operator().post("/admin/models/base/pin", "").json().at("/models/0");
    assertThat(pinned.get("pinned").asBoolean()).isTrue();
    assertThat(pinned.get("status").asText()).isEqualTo("ready");
    JsonNode unpinned = operator().post("/admin/models/base/unpin", "").json().at("/models/0");
    assertThat(unpinned.get("pinned").asBoolean(true)).isFalse();
    server.accounts().operations.use(true);
    Answer busy = operator().post("/admin/models/base/unload", "");
    assertThat(busy.status()).isEqualTo(409);
    assertThat(busy.json().get("code").asText()).isEqualTo("conflict");
    server.accounts().operations.use(false);
    JsonNode freed = operator().post("/admin/models/base/unload/", "").json().at("/models/0");
    assertThat(freed.get("status").asText()).isEqualTo("available");
    JsonNode loaded = operator().post("/admin/models/base/load", "").json().at("/models/0");
    assertThat(loaded.get("status").asText()).isEqualTo("ready");
    assertThat(loaded.get("used_at").asText()).isEqualTo("1970-01-01T00:00:00Z");
    assertThat(loaded.get("memory_bytes").asLong()).isEqualTo(1000);
    for (String action : List.of("load", "unload", "pin", "unpin")) {
      assertThat(operator().post("/admin/models/none/" + action, "").status()).isEqualTo(404);
      assertThat(operator().get("/admin/models/base/" + action).status()).isEqualTo(405);
    }
    assertThat(operator().post("/admin/models/base/explode", "").status()).isEqualTo(404);
  }

  @Test
  void devicesTellTheirMemoryTheirModelsAndWhoWaits() throws Exception {
    JsonNode answer = operator().get("/admin/devices").json();
    assertThat(answer.at("/devices/0/utilisation").isNull()).isTrue();
    assertThat(answer.at("/devices/1/name").asText()).isEqualTo("cuda:0");
    assertThat(answer.at("/devices/1/free_bytes").asLong()).isEqualTo(139_000);
    assertThat(answer.at("/devices/1/utilisation").asDouble()).isEqualTo(0.25);
    assertThat(answer.at("/queues/0/waiting").asInt()).isEqualTo(7);
  }

  @Test
  void theMetricsCountCallsByModelAndCapability() throws Exception {
    server
        .accounts()
        .metrics
        .called(new ModelCall("transcription", "big", Duration.ofSeconds(2), 20, Outcome.DONE));
    server
        .accounts()
        .metrics
        .called(new ModelCall("embedding", "odd", Duration.ofMillis(1), 0, Outcome.FAILED));
    server.accounts().metrics.loaded("embedding", "odd", Duration.ofMillis(1), false);
    HttpResponse<String> answer =
        CLIENT.send(
            HttpRequest.newBuilder(server.uri("/metrics"))
                .header("Authorization", "Bearer " + FakeAccounts.LISTED)
                .build(),
            BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
    String big = "{capability=\"transcription\",model=\"big\"}";
    assertThat(answer.body())
        .contains(
            "stt_model_calls_total{capability=\"transcription\",model=\"big\",outcome=\"done\"} 1.0",
            "stt_model_calls_total{capability=\"embedding\",model=\"odd\",outcome=\"failed\"} 1.0",
            "stt_model_audio_seconds_total" + big + " 20.0",
            "stt_model_real_time_factor_sum" + big + " 0.1",
            "stt_model_call_duration_seconds_count" + big + " 1",
            "stt_queue_waiting{queue=\"recordings\"} 7.0",
            "stt_queue_running{queue=\"recordings\"} 2.0",
            "stt_device_free_bytes{device=\"cuda:0\"} 139000.0",
            "stt_plugins{status=\"failed\"} 1.0",
            "stt_model_load_duration_seconds_count{capability=\"embedding\",model=\"odd\",outcome=\"failed\"} 1")
        .doesNotContain("stt_device_utilisation_ratio{device=\"cpu\"}");
  }
}
