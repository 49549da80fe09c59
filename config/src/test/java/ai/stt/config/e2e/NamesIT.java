package ai.stt.config.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Names in redacted texts, by a tiny recogniser with random weights that is broken, mended, and
 * gone.
 */
class NamesIT {
  private static final String KEY = "stt_operator_key_of_the_test";
  private static final Path TINY =
      Shell.ROOT.resolve("plugins/gliner/src/test/resources/ai/stt/model/gliner");
  private static final String WISH =
      "{\"type\":\"pii_redact\",\"text\":\"Ada (ada@example.org) asks Bob 😀 for 4111 1111 1111 1111.\"}";
  private static final String ID = "some-names";
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir private Path folder = Path.of("");

  @Test
  void aRecogniserAddsNamesWhileItIsThereAndWhole() throws Exception {
    Map<String, String> home =
        new HashMap<>(TestHome.in(Files.createDirectory(folder.resolve("home"))));
    home.put("STT_API_KEYS", KEY);
    Path models = folder.resolve("home/models");
    Files.delete(models);
    Files.writeString(
        folder.resolve("home/config.yml"),
        "models: {initial: '', voice_activity: [], diarization: [], enhancement: [], embedding: [],"
            + " failure_retry: 3s}\n");
    Shell.Result made = Shell.run(home, Shell.STT, "models", "import", TINY.toString(), "--id", ID);
    assertThat(made.code()).as(made.err()).isZero();
    Path weights = models.resolve(ID).resolve("onnx-%s.bin".formatted(ID));
    byte[] whole = Files.readAllBytes(weights);
    Files.write(weights, new byte[whole.length]);
    try (ServerProcess server = ServerProcess.start(home);
        HttpClient client = HttpClient.newHttpClient()) {
      var api = new Api(client, server.uri(), KEY);
      Waiting.until(SOON, () -> redacted(api).equals("rules") && isFailed(api));
      assertThat(server.log()).contains("names may be left in a redacted text");

      Files.write(weights, whole);
      Waiting.until(SOON, () -> redacted(api).equals("rules+" + ID));

      Files.move(models.resolve(ID), folder.resolve("away"));
      Waiting.until(SOON, () -> redacted(api).equals("rules"));
    }
  }

  private static boolean isFailed(Api api) throws IOException, InterruptedException {
    JsonNode model = api.get("/v1/models?capability=entity-recognition").json().at("/models/0");
    return model.path("status").asText().equals("failed")
        && model.path("reason").asText().contains("cannot be used");
  }

  /** Who redacted; what the rules find is out of the text in any case. */
  private static String redacted(Api api) throws IOException, InterruptedException {
    Api.Answer answer = api.send("POST", "/v1/analyze", WISH);
    assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
    assertThat(answer.json().at("/result/redacted_text").asText())
        .doesNotContain("ada@example.org", "4111 1111");
    return answer.json().get("model").asText();
  }
}
