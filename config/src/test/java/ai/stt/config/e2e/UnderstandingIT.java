package ai.stt.config.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recording that is understood by the real parts, and a model whose file is cut short. */
class UnderstandingIT {
  private static final String KEY = "stt_operator_key_of_the_test";
  private static final String MODEL = "all-minilm-l6-v2";
  private static final String SMALL = "smollm2-135m-instruct";

  @TempDir private Path folder = Path.of("");

  @Test
  void aRecordingIsTranscribedSummarisedAskedAboutAndForgotten() throws Exception {
    Map<String, String> home =
        new HashMap<>(TestHome.in(Files.createDirectory(folder.resolve("home"))));
    home.put("STT_API_KEYS", KEY);
    try (ServerProcess server = ServerProcess.start(home)) {
      JsonNode made =
          json(
              Shell.run(
                      Map.of(),
                      "curl",
                      "-sS",
                      server.resolve("/v1/transcribe").toString(),
                      "-H",
                      "Authorization: Bearer " + KEY,
                      "-F",
                      "file=@" + Shell.SAMPLE)
                  .out());
      String path = "/api/v1/transcripts/" + made.get("slug").asText() + "/";

      JsonNode summary = json(send(server, "GET", path + "summarize/", "").body());
      assertThat(summary.get("summary").asText()).containsIgnoringCase("country");
      assertThat(summary.get("embedding_model").asText()).isEqualTo(MODEL);

      JsonNode answer =
          json(
              send(
                      server,
                      "POST",
                      path + "chat/",
                      "{\"question\":\"What can you do for your country?\"}")
                  .body());
      assertThat(answer.at("/sources/0/text").asText()).containsIgnoringCase("country");
      JsonNode chapters =
          json(send(server, "POST", path + "generate/", "{\"type\":\"chapter_markers\"}").body());
      assertThat(chapters.at("/items/0/start_time").isNumber()).isTrue();
      assertThat(send(server, "POST", path + "analyze/", "").statusCode()).isEqualTo(200);

      assertThat(send(server, "DELETE", path, "").statusCode()).isEqualTo(204);
      assertThat(send(server, "GET", path + "summarize/", "").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void hardTextsAndManyAtOnceAreServedByTheRealParts() throws Exception {
    Map<String, String> home =
        new HashMap<>(TestHome.in(Files.createDirectory(folder.resolve("home"))));
    home.put("STT_API_KEYS", KEY);
    String sentence = "The committee of the town met about the water again. ";
    Map<String, String> hard =
        Map.of(
            "ten megabytes", sentence.repeat(10_000_000 / sentence.length()),
            "one word", "x".repeat(1_000_000),
            "halves", "\\uD83D lone \\uDE00 and \\uD83D. It is late.",
            "right to left", "مرحبا بكم. متى نبدأ؟ שלום עולם.",
            "no language", "Zzyzx qwrtp vbnm. Kjhgf dsapo!");
    try (ServerProcess server = ServerProcess.start(home)) {
      for (Map.Entry<String, String> text : hard.entrySet()) {
        String body = "{\"text\":\"" + text.getValue() + "\"";
        for (String path :
            List.of("/v1/summarize", "/v1/analyze,pii_redact", "/v1/generate,key_quotes")) {
          String[] parts = path.split(",");
          String type = parts.length > 1 ? ",\"type\":\"" + parts[1] + "\"" : "";
          HttpResponse<String> answer = send(server, "POST", parts[0], body + type + "}");
          assertThat(answer.statusCode()).as(path + " " + text.getKey()).isEqualTo(200);
        }
      }
      HttpResponse<String> empty = send(server, "POST", "/v1/summarize", "{\"text\":\"\"}");
      assertThat(empty.statusCode()).isEqualTo(400);
      List<Callable<HttpResponse<String>>> calls = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        String body = "{\"text\":\"The bridge %d is closed. It is late.\"}".formatted(i);
        calls.add(() -> send(server, "POST", "/v1/summarize", body));
      }
      try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<HttpResponse<String>>> answers = pool.invokeAll(calls);
        for (int i = 0; i < answers.size(); i++) {
          HttpResponse<String> answer = answers.get(i).get();
          assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
          assertThat(json(answer.body()).get("summary").asText()).contains("bridge " + i);
        }
      }
    }
  }

  @Test
  void aLanguageModelThatIsInstalledAnswersInItsForm() throws Exception {
    Map<String, String> home =
        new HashMap<>(TestHome.in(Files.createDirectory(folder.resolve("home"))));
    home.put("STT_API_KEYS", KEY);
    Shell.Result pull = Shell.run(home, Shell.STT, "models", "pull", SMALL);
    assertThat(pull.code()).as(pull.err()).isZero();
    Files.writeString(
        folder.resolve("home/config.yml"), "text: {generation_model: %s}\n".formatted(SMALL));
    try (ServerProcess server = ServerProcess.start(home)) {
      String talk = "Speaker 1: We must repair the bridge by Friday.\\nSpeaker 2: Who pays for it?";
      String text = "{\"text\":\"" + talk + "\"";
      JsonNode summary = json(send(server, "POST", "/v1/summarize", text + "}").body());
      assertThat(summary.get("summary").asText()).isNotBlank();
      assertThat(summary.get("model").asText()).isIn(SMALL, "extractive");
      for (String type : new String[] {"sentiment", "topics", "entities", "questions"}) {
        String body = text + ",\"type\":\"" + type + "\"}";
        JsonNode analysis = json(send(server, "POST", "/v1/analyze", body).body());
        assertThat(analysis.get("model").asText()).isEqualTo(SMALL);
        for (JsonNode found : analysis.get("result")) {
          if (found.has("start")) {
            assertThat(talk.replace("\\n", "\n").substring(found.get("start").asInt()))
                .isNotEmpty();
          }
        }
      }
      String post = text + ",\"type\":\"blog_post\",\"prompt\":\"Be short.\"}";
      JsonNode content = json(send(server, "POST", "/v1/generate", post).body());
      assertThat(content.get("content").asText()).isNotBlank();
      assertThat(content.get("model").asText()).isEqualTo(SMALL);
    }
  }

  @Test
  void aModelWhoseFileIsCutShortIsUnavailableAndTheListSaysWhy() throws Exception {
    Map<String, String> home =
        new HashMap<>(TestHome.in(Files.createDirectory(folder.resolve("home"))));
    home.put("STT_API_KEYS", KEY);
    Path models = folder.resolve("home/models");
    Path real = models.toRealPath();
    Files.delete(models);
    copyCut(real.resolve(MODEL), models.resolve(MODEL));
    Files.writeString(
        folder.resolve("home/config.yml"),
        "models: {initial: '', voice_activity: [], diarization: [], enhancement: []}\n");
    try (ServerProcess server = ServerProcess.start(home)) {
      HttpResponse<String> embed = send(server, "POST", "/v1/embed", "{\"texts\":[\"a\"]}");
      assertThat(embed.statusCode()).as(embed.body()).isEqualTo(503);
      assertThat(embed.headers().firstValue("Retry-After")).isPresent();
      JsonNode listed = json(send(server, "GET", "/v1/models?capability=embedding", "").body());
      assertThat(listed.at("/models/0/status").asText()).isEqualTo("failed");
      assertThat(listed.at("/models/0/reason").asText()).isNotBlank();
      String text = "{\"text\":\"The bridge is closed. It is old.\"}";
      JsonNode summary = json(send(server, "POST", "/v1/summarize", text).body());
      assertThat(summary.get("embedding_model").isNull()).isTrue();
    }
  }

  @Test
  void aLanguageModelWhoseFileIsCutShortIsUnavailableAndTheListSaysWhy() throws Exception {
    Map<String, String> home =
        new HashMap<>(TestHome.in(Files.createDirectory(folder.resolve("home"))));
    home.put("STT_API_KEYS", KEY);
    Shell.Result pull = Shell.run(home, Shell.STT, "models", "pull", SMALL);
    assertThat(pull.code()).as(pull.err()).isZero();
    Path models = folder.resolve("home/models");
    Path real = models.toRealPath();
    Files.delete(models);
    copyCut(real.resolve(SMALL), models.resolve(SMALL));
    Files.writeString(
        folder.resolve("home/config.yml"),
        "models: {initial: '', voice_activity: [], diarization: [], enhancement: [], embedding: []}\n"
            + "text: {generation_model: %s}\n".formatted(SMALL));
    try (ServerProcess server = ServerProcess.start(home)) {
      String text = "{\"text\":\"The bridge is closed. It is old.\"";
      HttpResponse<String> post =
          send(server, "POST", "/v1/generate", text + ",\"type\":\"blog_post\"}");
      assertThat(post.statusCode()).as(post.body()).isEqualTo(503);
      assertThat(post.headers().firstValue("Retry-After")).isPresent();
      JsonNode listed =
          json(send(server, "GET", "/v1/models?capability=text-generation", "").body());
      assertThat(listed.at("/models/0/id").asText()).isEqualTo(SMALL);
      assertThat(listed.at("/models/0/status").asText()).isEqualTo("failed");
      assertThat(listed.at("/models/0/reason").asText()).isNotBlank();
      JsonNode summary = json(send(server, "POST", "/v1/summarize", text + "}").body());
      assertThat(summary.get("model").asText()).isEqualTo("extractive");
    }
  }

  /**
   * The same folder; of the weights only the beginning is there, and behind it nothing but zeros.
   */
  private static void copyCut(Path from, Path to) throws Exception {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path copy = to.resolve(from.relativize(file).toString());
            Files.createDirectories(copy.getParent());
            try (InputStream in = Files.newInputStream(file);
                var out = new RandomAccessFile(copy.toFile(), "rw")) {
              out.write(in.readNBytes(1 << 20));
              out.setLength(attributes.size());
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static HttpResponse<String> send(
      ServerProcess server, String method, String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve(path))
            .header("Authorization", "Bearer " + KEY)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.ofString());
    }
  }

  private static JsonNode json(String text) throws Exception {
    return new JsonMapper().readTree(text);
  }
}
