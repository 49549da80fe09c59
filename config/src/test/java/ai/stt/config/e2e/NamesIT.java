package ai.stt.config.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names in redacted texts, by a tiny recogniser with random weights that comes and goes. */
class NamesIT {
  private static final String KEY = "stt_operator_key_of_the_test";
  private static final Path TINY =
      Shell.ROOT.resolve("plugins/gliner/src/test/resources/ai/stt/model/gliner");
  private static final String WISH =
      "{\"type\":\"pii_redact\",\"text\":\"Ada (ada@example.org) asks Bob 😀 for 4111 1111 1111 1111.\"}";
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir private Path folder = Path.of("");

  @Test
  void aRecogniserAddsNamesAsLongAsItIsThereAndTheRulesAnswerAlways() throws Exception {
    Map<String, String> home =
        new HashMap<>(TestHome.in(Files.createDirectory(folder.resolve("home"))));
    home.put("STT_API_KEYS", KEY);
    Files.delete(folder.resolve("home/models"));
    Files.writeString(
        folder.resolve("home/config.yml"),
        "models: {initial: '', voice_activity: [], diarization: [], enhancement: [], embedding: []}\n");
    try (ServerProcess server = ServerProcess.start(home);
        HttpClient client = HttpClient.newHttpClient()) {
      var api = new Api(client, server.uri(), KEY);
      assertThat(redacted(api)).isEqualTo("rules");

      stt(home, "import", TINY.toString(), "--id", "some-names");
      Waiting.until(SOON, () -> redacted(api).equals("rules+some-names"));
      JsonNode listed = api.get("/v1/models?capability=entity-recognition").json();
      assertThat(listed.at("/models/0/id").asText()).isEqualTo("some-names");

      stt(home, "remove", "some-names");
      Waiting.until(SOON, () -> redacted(api).equals("rules"));

      stt(home, "import", TINY.toString(), "--id", "broken");
      overwriteTheBeginning(folder.resolve("home/models/broken/onnx-broken.bin"));
      Waiting.until(SOON, () -> isFailed(api, "broken"));
      assertThat(redacted(api)).isEqualTo("rules");
    }
  }

  /** Who redacted; what the rules find is out of the text in any case. */
  private static String redacted(Api api) throws IOException, InterruptedException {
    Api.Answer answer = api.send("POST", "/v1/analyze", WISH);
    assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
    assertThat(answer.json().at("/result/redacted_text").asText())
        .doesNotContain("ada@example.org", "4111 1111");
    return answer.json().get("model").asText();
  }

  private static boolean isFailed(Api api, String model) throws IOException, InterruptedException {
    assertThat(redacted(api)).isEqualTo("rules");
    JsonNode listed = api.get("/v1/models?capability=entity-recognition").json();
    return listed.at("/models/0/id").asText().equals(model)
        && listed.at("/models/0/status").asText().equals("failed")
        && !listed.at("/models/0/reason").asText().isBlank();
  }

  private static void stt(Map<String, String> home, String... words) throws InterruptedException {
    String[] command = new String[words.length + 2];
    command[0] = Shell.STT;
    command[1] = "models";
    System.arraycopy(words, 0, command, 2, words.length);
    Shell.Result done = Shell.run(home, command);
    assertThat(done.code()).as(done.err()).isZero();
  }

  private static void overwriteTheBeginning(Path file) throws IOException {
    try (var open = new RandomAccessFile(file.toFile(), "rw")) {
      open.write(new byte[300_000]);
    }
  }
}
