package ai.stt.http.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.operation.DeviceHealth;
import ai.stt.app.testing.FakeModels;
import ai.stt.http.testing.ServerOptions;
import ai.stt.http.testing.ServerTest;
import ai.stt.http.testing.TestServer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ListsTest extends ServerTest {

  @Test
  void modelsHaveTheFieldsOfTheReferenceAndMore() throws Exception {
    JsonNode answer = get(server, "/v1/models", 200);
    assertThat(answer.get("models")).hasSize(2);
    assertThat(answer.path("models").path(0))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"id": "base", "name": "Fake base", "languages": 3, "speed": "fast",
                     "description": "A fake.", "capability": "transcription", "plugin": "fake",
                     "version": "1.0.0", "device": "cpu", "status": "available"}
                    """));
    assertThat(answer.at("/capabilities/transcription").path(1).asText()).isEqualTo("tiny.en");
    assertThat(get(server, "/v1/models?capability=all", 200).get("models")).hasSize(5);
    assertThat(get(server, "/v1/models?capability=enhancement", 200).get("models")).hasSize(1);
    assertThat(get(server, "/v1/models?capability=diarization", 200).get("models")).isEmpty();
    JsonNode refusal = get(server, "/v1/models?capability=jug%22gling", 400);
    assertThat(refusal.path("error").asText())
        .contains("streaming, text-analysis, transcription, voice-activity or all");
    assertThat(get(server, "/v1/models?capability=", 400).has("error")).isTrue();
  }

  @Test
  void languagesAreWhispers() throws Exception {
    JsonNode languages = get(server, "/v1/languages/", 200).get("languages");
    assertThat(languages).hasSize(100);
    assertThat(languages.path(0).toString()).isEqualTo("{\"code\":\"en\",\"name\":\"english\"}");
  }

  @Test
  void healthTellsTheDevice() throws Exception {
    JsonNode health = get(server, "/health", 200);
    assertThat(health.path("status").asText()).isEqualTo("ok");
    assertThat(health.path("gpu_available").asBoolean(true)).isFalse();
    assertThat(health.get("gpu_name").isNull()).isTrue();
    assertThat(health.path("gpu_memory_mb").asInt(-1)).isZero();
    assertThat(health.path("version").asText()).isEqualTo("1.2.3");
    assertThat(health.path("device").asText()).isEqualTo("cpu");
  }

  @Test
  void withoutAModelHealthSaysWhatToDo(@TempDir Path other) throws Exception {
    var none = new FakeModels().installable("base", "en");
    try (TestServer empty = new ServerOptions(other).models(none).start()) {
      JsonNode health = get(empty, "/health", 200);
      assertThat(health.path("status").asText()).isEqualTo("degraded");
      assertThat(health.path("problems").path(0).asText()).contains("stt models pull");
      assertThat(get(empty, "/v1/models", 200).at("/capabilities/transcription")).isEmpty();
    }
  }

  @Test
  void whileTheDatabaseIsAwayHealthSaysSoAtOnce() throws Exception {
    server.accounts().away(true);
    server.accounts().watch.look();
    try {
      JsonNode health = get(server, "/health", 200);
      assertThat(health.path("status").asText()).isEqualTo("degraded");
      assertThat(health.path("database").asText()).isEqualTo("unavailable");
      assertThat(health.path("problems").path(0).asText()).contains("database");
    } finally {
      server.accounts().away(false);
      server.accounts().watch.look();
    }
    assertThat(get(server, "/health", 200).path("database").asText()).isEqualTo("ok");
  }

  @Test
  void aGpuThatIsLostDegradesHealthForGoodAndSaysWhy(@TempDir Path other) throws Exception {
    try (TestServer own = new ServerOptions(other).start()) {
      own.accounts().deviceHealth.lose("CUDA error 999: unknown error");
      JsonNode health = get(own, "/health", 200);
      assertThat(health.path("status").asText()).isEqualTo("degraded");
      assertThat(health.path("problems").path(0).asText())
          .isEqualTo("the GPU cannot be used: CUDA error 999: unknown error");
    }
  }

  @Test
  void whileWorkHangsOnTheDeviceHealthIsDegradedAndSaysWhy() throws Exception {
    DeviceHealth device = server.accounts().deviceHealth;
    device.suspect("a call", "model 'base': transcribe() showed no sign of life for 600 s");
    try {
      JsonNode health = get(server, "/health", 200);
      assertThat(health.path("status").asText()).isEqualTo("degraded");
      assertThat(health.path("problems").path(0).asText()).contains("work hangs", "'base'");
    } finally {
      device.clear("a call");
    }
    assertThat(get(server, "/health", 200).path("status").asText()).isEqualTo("ok");
  }

  private static JsonNode get(TestServer server, String path, int status) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> response =
          client.send(HttpRequest.newBuilder(server.uri(path)).build(), BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(status);
      return new ObjectMapper().readTree(response.body());
    }
  }
}
