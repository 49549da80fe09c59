package ai.stt.config.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the API reference, with only the address changed. */
class SeedExamplesIT {
  private static final String KEY = "YOUR_API_KEY";
  private static final String SPOKEN = "ask what you can do for your country";

  @TempDir private static Path folder = Path.of("");
  private static ServerProcess server;

  @BeforeAll
  static void startServer() throws IOException, InterruptedException {
    Map<String, String> home =
        new HashMap<>(TestHome.in(Files.createDirectory(folder.resolve("home"))));
    home.put("STT_API_KEYS", "another-key," + KEY);
    server = ServerProcess.start(home);
  }

  @AfterAll
  static void stopServer() throws InterruptedException {
    server.close();
  }

  @Test
  void curlTranscribesAFileToJson() throws Exception {
    JsonNode answer =
        new JsonMapper()
            .readTree(
                curl(
                    "-X",
                    "POST",
                    url("/v1/transcribe"),
                    "-H",
                    "Authorization: Bearer " + KEY,
                    "-F",
                    "file=@" + Shell.SAMPLE,
                    "-F",
                    "model=large-v3-turbo",
                    "-F",
                    "language=auto",
                    "-F",
                    "diarize=true"));

    assertThat(answer.get("text").asText()).containsIgnoringCase(SPOKEN);
    assertThat(answer.get("language").asText()).isEqualTo("en");
    assertThat(answer.get("language_probability").asDouble()).isBetween(0.5, 1.0);
    assertThat(answer.get("duration").asDouble()).isBetween(10.9, 11.1);
    assertThat(answer.get("model").asText()).isEqualTo("base");
    assertThat(answer.get("segments").get(0).get("words").get(0).has("start")).isTrue();
    assertThat(answer.get("speakers")).hasSize(1);
    assertThat(answer.get("segments").get(0).get("speaker").asText()).isEqualTo("Speaker 1");
  }

  @Test
  void curlGetsSubtitles() throws Exception {
    Path subtitles = folder.resolve("subtitles.srt");

    curl(
        "-X",
        "POST",
        url("/v1/transcribe"),
        "-H",
        "Authorization: Bearer " + KEY,
        "-F",
        "file=@" + Shell.SAMPLE,
        "-F",
        "response_format=srt",
        "-o",
        subtitles.toString());

    assertThat(subtitles).content().startsWith("1\n00:00:0").containsIgnoringCase("country");
  }

  @Test
  void curlListsTheModelsAndChecksTheHealthWithoutAKey() throws Exception {
    JsonNode models = new JsonMapper().readTree(curl(url("/v1/models")));
    assertThat(models.get("models").findValuesAsText("id")).contains("base");
    assertThat(models.get("capabilities").get("transcription")).isNotEmpty();

    JsonNode health = new JsonMapper().readTree(curl(url("/health")));
    assertThat(health.get("status").asText()).isEqualTo("ok");
    assertThat(health.get("gpu_memory_mb").isNumber()).isTrue();
  }

  @Test
  void curlSummarizesAText() throws Exception {
    JsonNode answer =
        new JsonMapper()
            .readTree(
                curl(
                    "-X",
                    "POST",
                    url("/v1/summarize"),
                    "-H",
                    "Authorization: Bearer " + KEY,
                    "-H",
                    "Content-Type: application/json",
                    "-d",
                    "{\"text\": \"Full transcript text here...\", \"style\": \"brief\"}"));
    assertThat(answer.get("summary").asText()).contains("transcript text");
    assertThat(answer.get("style").asText()).isEqualTo("brief");
    assertThat(answer.get("model").asText()).isEqualTo("extractive");
  }

  @Test
  void curlMakesVectorsOfTheSeedsTexts() throws Exception {
    JsonNode answer =
        new JsonMapper()
            .readTree(
                curl(
                    url("/v1/embed"),
                    "-H",
                    "Authorization: Bearer " + KEY,
                    "-H",
                    "Content-Type: application/json",
                    "-d",
                    "{\"texts\": [\"Hello world\", \"How are you\"]}"));
    assertThat(answer.get("dimensions").asInt()).isEqualTo(384);
    assertThat(answer.get("embeddings").get(1)).hasSize(384);
  }

  @Test
  void aKeyThatIsNotOnTheListIsRefusedAndNoKeyIsAnonymous() throws Exception {
    String file = "file=@" + Shell.SAMPLE;
    String code = "%{http_code}";

    assertThat(
            curl(
                "-o",
                "/dev/null",
                "-w",
                code,
                "-H",
                "Authorization: Bearer wrong",
                "-F",
                file,
                url("/v1/transcribe")))
        .isEqualTo("401");
    assertThat(curl("-o", "/dev/null", "-w", code, "-F", file, url("/v1/transcribe")))
        .isEqualTo("200");
  }

  private static String url(String path) {
    return server.resolve(path).toString();
  }

  private static String curl(String... arguments) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of("curl", "-sS", "--max-time", "120"));
    command.addAll(Arrays.asList(arguments));
    Shell.Result result = Shell.run(Map.of(), command.toArray(String[]::new));
    assertThat(result.code()).as(result.err()).isZero();
    return result.out();
  }
}
