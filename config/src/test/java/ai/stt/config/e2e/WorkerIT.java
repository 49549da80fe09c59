package ai.stt.config.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real server with its models in a process of their own, which is killed at work. */
@Timeout(300)
class WorkerIT {
  private static final int REQUESTS = 20;
  private static final String KEY = "key-of-the-operator";
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Pattern PROCESS = Pattern.compile("Models run in process (\\d+)");
  private static final String SETTINGS =
      TestHome.WITHOUT_LIMITS
          + """
          inference: {isolation: process}
          device: {queue: 32}
          transcription: {beam_size: 1}
          models: {preload: [base]}
          logging:
            loggers: {ai.stt: DEBUG}
            appenders: [{type: console, target: stderr}]
          """;

  @TempDir private Path folder = Path.of("");

  @Test
  void aKillOfTheModelsFailsNoneOfTwentyRequestsAndTheServerAnswersAllAlong() throws Exception {
    Map<String, String> home =
        new HashMap<>(TestHome.in(Files.createDirectory(folder.resolve("home"))));
    home.put("STT_API_KEYS", KEY);
    Files.writeString(Path.of(home.get("STT_HOME")).resolve("config.yml"), SETTINGS);
    Path spoken = SpokenFile.writeStart(Shell.SAMPLE, folder, 4);
    ProcessHandle last;
    try (var server = ServerProcess.start(home);
        var client = HttpClient.newHttpClient()) {
      var api = new Api(client, server.uri(), "");
      Waiting.until(LONG, () -> status(api).equals("ready"));
      ProcessHandle models = process(server.log());
      List<CompletableFuture<String>> answers = new ArrayList<>();
      for (int i = 0; i < REQUESTS; i++) {
        answers.add(asked(api, spoken));
      }
      CompletableFuture.anyOf(answers.toArray(CompletableFuture[]::new)).get(2, TimeUnit.MINUTES);
      assertThat(models.destroyForcibly()).isTrue();
      models.onExit().get(10, TimeUnit.SECONDS);
      boolean degraded = false;
      while (!answers.stream().allMatch(CompletableFuture::isDone)) {
        JsonNode health = api.get("/health").json();
        degraded |= health.get("status").asText().equals("degraded");
        assertThat(status(api)).isEqualTo("ready");
      }
      for (CompletableFuture<String> answer : answers) {
        assertThat(answer.get()).containsIgnoringCase("my fellow Americans");
      }
      assertThat(degraded).isTrue();
      assertThat(api.get("/health").json().get("status").asText()).isEqualTo("ok");
      everyOtherCapabilityGoesThere(api.as(KEY));
      last = process(server.log());
      assertThat(last.pid()).isNotEqualTo(models.pid());
    }
    last.onExit().get(10, TimeUnit.SECONDS);
  }

  private void everyOtherCapabilityGoesThere(Api api) throws Exception {
    String vectors = "{\"texts\": [\"Cats sit.\", \"A cat sat.\"]}";
    assertThat(api.send("POST", "/v1/embed", vectors).json().get("embeddings")).hasSize(2);
    String text = "{\"text\": \"Shall we meet in Rome? I love it.\", \"type\": \"questions\"}";
    assertThat(api.send("POST", "/v1/analyze", text).json().get("result")).hasSize(1);
    assertThat(upload(api, "/v1/transcribe", Shell.SAMPLE, "-F", "diarize=true"))
        .contains("Speaker 1");
    String clean = folder.resolve("clean.wav").toString();
    assertThat(upload(api, "/v1/enhance-audio", Shell.SAMPLE, "-o", clean)).isEmpty();
    assertThat(Files.size(Path.of(clean))).isGreaterThan(500_000);
    for (JsonNode model : api.get("/v1/models?capability=all").json().get("models")) {
      assertThat(model.get("status").asText()).as(model.toString()).isIn("ready", "available");
    }
  }

  private static String upload(Api api, String path, Path file, String... more)
      throws InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("curl", "-s", api.server().resolve(path).toString(), "-H"));
    String key = api.key().isEmpty() ? "Accept: */*" : "Authorization: Bearer " + api.key();
    command.addAll(List.of(key, "-F", "file=@" + file));
    command.addAll(List.of(more));
    return Shell.run(Map.of(), command.toArray(String[]::new)).out();
  }

  private static CompletableFuture<String> asked(Api api, Path file) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return upload(api, "/v1/transcribe", file, "-F", "diarize=false");
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        },
        Thread::startVirtualThread);
  }

  private static String status(Api api) throws Exception {
    for (JsonNode model : api.get("/v1/models").json().get("models")) {
      if (model.get("id").asText().equals("base")) {
        return model.get("status").asText();
      }
    }
    return "not live";
  }

  /** The one that was started last. */
  private static ProcessHandle process(String log) {
    Matcher found = PROCESS.matcher(log);
    long pid = 0;
    while (found.find()) {
      pid = Long.parseLong(found.group(1));
    }
    return ProcessHandle.of(pid).orElseThrow();
  }
}
