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
  void theLinesOfTheReadmeGoFromSignUpToATranscript() throws Exception {
    String readme = Files.readString(Shell.ROOT.resolve("README.md"));
    int from = readme.indexOf("```sh\n", readme.indexOf("From sign-up to the first transcript"));
    String lines = readme.substring(from + 6, readme.indexOf("```", from + 6));
    assertThat(lines.lines().filter(line -> !line.startsWith("  "))).hasSizeLessThanOrEqualTo(5);

    String here = lines.replace("http://localhost:8080", server.uri().toString());
    Shell.Result told = Shell.run(Map.of(), Path.of("/dev/null"), "bash", "-euc", here);

    assertThat(told.code()).as(told.err()).isZero();
    assertThat(told.out()).containsIgnoringCase(SPOKEN).contains("\"transcriptions\":1");
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
  void curlAnalyzesAndGenerates() throws Exception {
    String text =
        "\"text\": \"Ada sends the report by Friday. Who pays for it? It is a great plan.\"";
    for (String type :
        List.of("sentiment", "topics", "entities", "action_items", "questions", "pii_redact")) {
      JsonNode answer = posted("/v1/analyze", "{%s, \"type\": \"%s\"}".formatted(text, type));
      assertThat(answer.get("type").asText()).isEqualTo(type);
      assertThat(answer.get("result").isContainerNode()).isTrue();
      assertThat(answer.get("model").asText()).isNotBlank();
    }
    for (String type : List.of("key_quotes", "show_notes", "meeting_notes", "chapter_markers")) {
      JsonNode answer = posted("/v1/generate", "{%s, \"type\": \"%s\"}".formatted(text, type));
      assertThat(answer.get("type").asText()).isEqualTo(type);
      assertThat(answer.get("content").asText()).isNotBlank();
    }
  }

  @Test
  void curlAsksAboutATranscript() throws Exception {
    JsonNode made =
        new JsonMapper()
            .readTree(
                curl(
                    url("/v1/transcribe"),
                    "-H",
                    "Authorization: Bearer " + KEY,
                    "-F",
                    "file=@" + Shell.SAMPLE));
    String path = "/api/v1/transcripts/" + made.get("id").asText() + "/chat/";
    JsonNode first = posted(path, "{\"question\": \"What can your country do for you?\"}");
    assertThat(first.get("answer").asText()).containsIgnoringCase("country");
    assertThat(first.at("/sources/0/segment_order").asInt()).isZero();
    assertThat(first.at("/sources/0/text").asText()).containsIgnoringCase(SPOKEN);
    assertThat(first.at("/sources/0/score").asDouble()).isBetween(0.0, 1.0);
    String more =
        "{\"question\": \"What were the action items?\", \"session_id\": \"%s\"}"
            .formatted(first.get("session_id").asText());
    assertThat(posted(path, more).get("session_id")).isEqualTo(first.get("session_id"));
  }

  private static JsonNode posted(String path, String body) throws Exception {
    return new JsonMapper()
        .readTree(
            curl(
                url(path),
                "-H",
                "Authorization: Bearer " + KEY,
                "-H",
                "Content-Type: application/json",
                "-d",
                body));
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
