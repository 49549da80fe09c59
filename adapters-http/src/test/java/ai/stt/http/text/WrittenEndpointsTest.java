package ai.stt.http.text;

import static ai.stt.app.testing.FakeGenerator.asked;
import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.testing.CompletedTranscripts;
import ai.stt.app.testing.FakeAnalyst;
import ai.stt.app.testing.FakeGenerator;
import ai.stt.app.testing.FakeModels;
import ai.stt.app.testing.Platform;
import ai.stt.app.transcripts.TranscriptRef;
import ai.stt.http.testing.ServerOptions;
import ai.stt.http.testing.TestServer;
import ai.stt.plugin.Capability;
import ai.stt.plugin.generation.GenerationRequest;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The shapes of what a language model writes, and what it stands. */
@Timeout(120)
final class WrittenEndpointsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TALK = "We must go by Friday. Who is it? It is late, says Ada.";

  @TempDir
  @SuppressWarnings("NullAway.Init") // set before each test
  private Path folder;

  private static FakeModels models(Function<GenerationRequest, String> answers) {
    return new FakeModels()
        .live(Capability.TEXT_ANALYSIS, "extractive", new FakeAnalyst())
        .live(Capability.TEXT_GENERATION, "qwen2.5-1.5b-instruct", new FakeGenerator(answers));
  }

  private static HttpResponse<String> send(
      TestServer server, HttpClient client, String method, String key, String path, String body)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(server.uri(path))
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  private JsonNode generated(String kind, String answer) throws Exception {
    try (TestServer server = new ServerOptions(folder).models(models(any -> answer)).start();
        HttpClient client = HttpClient.newHttpClient()) {
      String wish = JSON.createObjectNode().put("text", TALK).put("type", kind).toString();
      var response = send(server, client, "POST", "stt_good", "/v1/generate", wish);
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      JsonNode json = JSON.readTree(response.body());
      assertThat(json.get("type").asText()).isEqualTo(kind);
      assertThat(json.get("model").asText()).isEqualTo("qwen2.5-1.5b-instruct");
      return json;
    }
  }

  @Test
  void flashcardsHaveAQuestionAndAnAnswerEach() throws Exception {
    JsonNode cards =
        generated(
            "flashcards",
            "[{\"question\":\"When?\",\"answer\":\"By Friday.\"},{\"question\":\"\",\"answer\":\"x\"}]");
    assertThat(cards.get("items"))
        .hasToString("[{\"question\":\"When?\",\"answer\":\"By Friday.\"}]");
    assertThat(cards.get("content").asText()).isEqualTo("**When?**\n\nBy Friday.");
  }

  @Test
  void aQuizHasOptionsOfWhichTheAnswerIsOne() throws Exception {
    JsonNode quiz =
        generated(
            "quiz",
            "[{\"question\":\"When?\",\"answer\":\"by Friday\",\"wrong\":[\"never\",\"by May\",\"now\"]},"
                + "{\"question\":\"Who?\",\"answer\":\"da\",\"wrong\":[\"a\",\"b\",\"c\"]}]");
    assertThat(quiz.get("items")).hasSize(1);
    JsonNode item = quiz.at("/items/0");
    assertThat(item.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("question", "options", "answer");
    assertThat(item.get("question").asText()).isEqualTo("When?");
    assertThat(item.get("answer").asText()).isEqualTo("by Friday");
    assertThat(item.get("options"))
        .extracting(JsonNode::asText)
        .containsExactlyInAnyOrder("by Friday", "never", "by May", "now");
    assertThat(quiz.get("content").asText())
        .startsWith("**When?**\n\n")
        .contains("- [x] by Friday");
  }

  private static String address(TestServer server, long account, String... sentences) {
    var transcripts = new CompletedTranscripts(server.accounts(), server.accounts().clock);
    TranscriptRef ref = transcripts.of(account, sentences);
    return "/api/v1/transcripts/%d/".formatted(((TranscriptRef.ById) ref).id());
  }

  @Test
  void writtenChaptersHaveTheTimesOfTheRecording() throws Exception {
    String answer = "[{\"line\":1,\"title\":\"Going\"},{\"line\":3,\"title\":\"Late\"}]";
    try (TestServer server = new ServerOptions(folder).models(models(any -> answer)).start();
        HttpClient client = HttpClient.newHttpClient()) {
      var ada = server.accounts().signUp("ada@example.org", Platform.BUSY);
      String path = address(server, ada.account().id(), "We go.", "Who?", "It is late.");
      String key = ada.key().secret().reveal();
      var response =
          send(server, client, "POST", key, path + "generate/", "{\"kind\":\"chapter_markers\"}");
      JsonNode json = JSON.readTree(response.body());
      assertThat(json.at("/items/1/title").asText()).isEqualTo("Late");
      assertThat(json.at("/items/1/start_time").asDouble()).isEqualTo(10);
      assertThat(json.get("content").asText()).isEqualTo("- 0:00 Going\n- 0:10 Late");
    }
  }

  @Test
  void aModelThatHadNothingToSayIsNotAskedAgain() throws Exception {
    var calls = new AtomicInteger();
    var models =
        models(
            request -> {
              calls.incrementAndGet();
              return " ";
            });
    try (TestServer server = new ServerOptions(folder).models(models).start();
        HttpClient client = HttpClient.newHttpClient()) {
      var ada = server.accounts().signUp("ada@example.org", Platform.BUSY);
      String path = address(server, ada.account().id(), "We go.", "Who?") + "summarize/";
      String key = ada.key().secret().reveal();
      var first = send(server, client, "GET", key, path, "");
      assertThat(JSON.readTree(first.body()).get("model").asText()).isEqualTo("extractive");
      assertThat(calls).hasValue(1);
      assertThat(send(server, client, "GET", key, path, "").body()).isEqualTo(first.body());
      assertThat(calls).as("the same is there").hasValue(1);
      assertThat(send(server, client, "POST", key, path, "").body()).isEqualTo(first.body());
      assertThat(calls).as("afresh").hasValue(2);
    }
  }

  /** A model that has places for as many as the engine has by default, and 16 seats. */
  @Test
  void fiftyLongTextsAtOnceAreAllWritten() throws Exception {
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    var models =
        models(
            request -> {
              int now = running.incrementAndGet();
              try {
                most.accumulateAndGet(now, Math::max);
                if (now > 80) {
                  throw new SpeechException(ErrorCode.OVERLOADED, "too many requests wait");
                }
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos()); // as a model computes
                return asked(request).contains("one part") ? "- a point" : "All of it.";
              } finally {
                running.decrementAndGet();
              }
            });
    String text = "We talked about the bridge and who pays for it. ".repeat(2500);
    String body = JSON.createObjectNode().put("text", text).toString();
    try (TestServer server = new ServerOptions(folder).models(models).start();
        HttpClient client = HttpClient.newHttpClient();
        var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<HttpResponse<String>>> calls = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        calls.add(() -> send(server, client, "POST", "stt_good", "/v1/summarize", body));
      }
      for (Future<HttpResponse<String>> answer : pool.invokeAll(calls)) {
        assertThat(answer.get().statusCode()).as(answer.get().body()).isEqualTo(200);
        assertThat(answer.get().body()).contains("All of it.", "qwen2.5-1.5b-instruct");
      }
    }
    assertThat(most.get()).as("parts of many texts at once").isGreaterThan(16);
  }
}
