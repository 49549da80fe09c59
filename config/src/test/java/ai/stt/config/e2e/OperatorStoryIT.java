package ai.stt.config.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody follows {@code docs/guides/operator.md}: adds a Whisper, a diarizer and the example
 * plugin to a server that runs, uses them, removes them, and reads the log.
 */
@Timeout(300)
class OperatorStoryIT {
  private static final Duration PROMISE = Duration.ofSeconds(2);
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String KEY = "key-of-the-operator";
  private static final List<String> DIARIZER =
      List.of("segmentation-3.0", "campplus-zh-en", "silero-vad-16k");
  private static final String TEXTS = "{\"model\": \"hello\", \"texts\": [\"Cats sit.\"]}";

  /** Nothing is installed by itself. */
  private static final String SETTINGS =
      TestHome.WITHOUT_LIMITS
          + """
          models: {initial: "", voice_activity: [], diarization: [], enhancement: [], embedding: []}
          """;

  /** What the log says, in this order, whatever else stands between. */
  private static final List<String> STORY =
      List.of(
          "Live models: \\[(?!.*ours).*",
          "Live models: \\[.*ours.*",
          "Model ours is loaded after \\d+ ms",
          "Live models: \\[.*pyannote-campplus.*",
          "Model pyannote-campplus is loaded after \\d+ ms",
          "Plugin hello 1\\.0\\.0 is loaded from hello-1\\.0\\.0\\.zip",
          "Live models: \\[.*hello.*",
          "Model hello is loaded after \\d+ ms",
          "Live models: \\[(?!.*hello).*",
          "Model hello is freed",
          "Plugin hello 1\\.0\\.0 is unloaded",
          "Live models: \\[(?!.*pyannote).*",
          "Model pyannote-campplus is freed",
          "Live models: \\[(?!.*ours).*",
          "Model ours is freed");

  @TempDir private Path folder = Path.of("");
  private final Map<String, String> environment = new HashMap<>();

  @Test
  void modelsAndAPluginComeAreUsedAndGoAndTheLogTellsIt() throws Exception {
    Path example = PluginGuide.built();
    Path home = Files.createDirectory(folder.resolve("home"));
    environment.putAll(TestHome.in(home));
    environment.put("STT_API_KEYS", KEY);
    Path store = home.resolve("models").toRealPath();
    var pulled = stt("models", "pull", DIARIZER.get(0), DIARIZER.get(1), DIARIZER.get(2));
    assertThat(pulled.code()).as(pulled.err()).isZero();
    Files.writeString(home.resolve("config.yml"), SETTINGS);
    Files.delete(home.resolve("models")); // a link
    bring(store.resolve("base"), Files.createDirectory(home.resolve("models")).resolve("base"));
    try (var server = ServerProcess.start(environment);
        var client = HttpClient.newHttpClient()) {
      var api = new Api(client, server.uri(), KEY);
      assertThat(listed(api, "ours") || listed(api, "pyannote-campplus")).isFalse();

      run("models", "import", store.resolve("base/ggml-base.bin").toString(), "--id", "ours");
      Waiting.until(PROMISE, () -> listed(api, "ours"));
      assertThat(transcript(api, "-F", "model=ours")).contains("country");

      for (String id : DIARIZER) {
        bring(store.resolve(id), home.resolve("models").resolve(id));
      }
      Waiting.until(PROMISE, () -> listed(api, "pyannote-campplus"));
      assertThat(transcript(api, "-F", "model=ours", "-F", "diarize=true")).contains("Speaker 1");

      run("plugins", "install", example.toString());
      Waiting.until(PROMISE, () -> listed(api, "hello"));
      assertThat(api.send("POST", "/v1/embed", TEXTS).json().get("embeddings")).hasSize(1);

      run("plugins", "remove", "hello");
      Waiting.until(PROMISE, () -> !listed(api, "hello"));
      Waiting.until(LONG, () -> server.log().contains("Plugin hello 1.0.0 is unloaded"));
      run("models", "remove", DIARIZER.get(0), DIARIZER.get(1));
      Waiting.until(PROMISE, () -> !listed(api, "pyannote-campplus"));
      Waiting.until(LONG, () -> server.log().contains("Model pyannote-campplus is freed"));
      run("models", "remove", "ours");
      Waiting.until(PROMISE, () -> !listed(api, "ours"));
      Waiting.until(LONG, () -> server.log().contains("Model ours is freed"));
      assertThat(transcript(api, "-F", "model=ours")).contains("error");
      tellsTheStory(server.log());
    }
  }

  private static void tellsTheStory(String log) {
    int at = 0;
    for (String line : STORY) {
      Matcher next = Pattern.compile(line).matcher(log);
      assertThat(next.find(at)).as(line + " in\n" + log.substring(at)).isTrue();
      at = next.end();
    }
    assertThat(log).doesNotContain("ERROR", "\tat ").doesNotContainIgnoringCase("country");
  }

  private void run(String... arguments) throws InterruptedException {
    Shell.Result result = stt(arguments);
    assertThat(result.code()).as(result.err()).isZero();
  }

  private Shell.Result stt(String... arguments) throws InterruptedException {
    return Shell.run(
        environment,
        Stream.concat(Stream.of(Shell.STT), Stream.of(arguments)).toArray(String[]::new));
  }

  /** As an operator copies a model from another machine: beside, then in its place at once. */
  private static void bring(Path model, Path to) throws IOException {
    Path part = Files.createDirectory(to.resolveSibling("." + to.getFileName()));
    try (Stream<Path> files = Files.list(model)) {
      for (Path file : files.toList()) {
        Files.copy(file, part.resolve(Objects.requireNonNull(file.getFileName())));
      }
    }
    Files.move(part, to, StandardCopyOption.ATOMIC_MOVE);
  }

  private static boolean listed(Api api, String id) throws IOException, InterruptedException {
    JsonNode models = api.as("").get("/v1/models?capability=all").json().get("models");
    return models.findValuesAsText("id").contains(id);
  }

  private static String transcript(Api api, String... parts) throws InterruptedException {
    Stream<String> command =
        Stream.of(
            "curl",
            "-s",
            api.server().resolve("/v1/transcribe").toString(),
            "-H",
            "Authorization: Bearer " + api.key(),
            "-F",
            "file=@" + Shell.SAMPLE);
    return Shell.run(Map.of(), Stream.concat(command, Stream.of(parts)).toArray(String[]::new))
        .out();
  }
}
