package ai.stt.http.text;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.testing.CompletedTranscripts;
import ai.stt.app.testing.FakeAnalyst;
import ai.stt.app.testing.FakeEmbedder;
import ai.stt.app.testing.FakeGenerator;
import ai.stt.app.testing.FakeModels;
import ai.stt.app.testing.Platform;
import ai.stt.app.transcripts.TranscriptRef;
import ai.stt.http.testing.RawClient;
import ai.stt.http.testing.ServerOptions;
import ai.stt.http.testing.TestServer;
import ai.stt.plugin.Capability;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Answers of a language model, whole and as events. */
@Timeout(60)
final class TextEventsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LONG = "We talked about the bridge and who pays for it. ".repeat(400);

  private final FakeGenerator generator =
      new FakeGenerator(
          request ->
              FakeGenerator.asked(request).contains("one part")
                  ? "- a point"
                  : "The bridge is closed and somebody has to pay for it soon.");
  private final FakeModels models =
      new FakeModels()
          .live(Capability.TEXT_ANALYSIS, "extractive", new FakeAnalyst())
          .live(Capability.EMBEDDING, "all-minilm-l6-v2", new FakeEmbedder())
          .live(Capability.TEXT_GENERATION, "qwen2.5-1.5b-instruct", generator);

  private static HttpResponse<String> post(
      TestServer server, String path, String body, String accept) throws Exception {
    return post(server, "stt_good", path, body, accept);
  }

  private static HttpResponse<String> post(
      TestServer server, String key, String path, String body, String accept) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(server.uri(path))
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .header("Accept", accept)
            .POST(BodyPublishers.ofString(body))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.ofString());
    }
  }

  @Test
  void whateverIsAskedAboutATranscriptIsAskedInTheLanguageThatWasHeard(@TempDir Path folder)
      throws Exception {
    try (TestServer server = new ServerOptions(folder).models(models).start()) {
      var ada = server.accounts().signUp("ada@example.org", Platform.BUSY);
      var transcripts = new CompletedTranscripts(server.accounts(), server.accounts().clock);
      TranscriptRef ref = transcripts.in("de", ada.account().id(), "The bridge is closed today.");
      String path = "/api/v1/transcripts/%d/".formatted(((TranscriptRef.ById) ref).id());
      String key = ada.key().secret().reveal();
      for (String asked :
          List.of(
              "summarize {}",
              "analyze {\"type\":\"topics\"}",
              "generate {\"type\":\"blog_post\"}",
              "chat {\"question\":\"What about the bridge?\"}")) {
        String[] words = asked.split(" ", 2);
        var answer = post(server, key, path + words[0], words[1], "application/json");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      }
    }
    assertThat(generator.requests())
        .hasSize(4)
        .allSatisfy(request -> assertThat(FakeGenerator.asked(request)).contains("Aufgabe: "));
  }

  @Test
  void eventsTellHowFarItIsWhatIsWrittenAndTheWholeAnswer(@TempDir Path folder) throws Exception {
    try (TestServer server = new ServerOptions(folder).models(models).start()) {
      String body = JSON.createObjectNode().put("text", LONG).toString();
      JsonNode whole =
          JSON.readTree(post(server, "/v1/summarize", body, "application/json").body());
      assertThat(whole.get("model").asText()).isEqualTo("qwen2.5-1.5b-instruct");
      var events = post(server, "/v1/summarize", body, "text/event-stream");
      assertThat(events.headers().firstValue("Content-Type").orElseThrow())
          .startsWith("text/event-stream");
      assertThat(events.body()).contains("event: progress\ndata: {\"done\":1,\"of\":");
      var text = new StringBuilder();
      JsonNode result = null;
      for (String event : events.body().split("\n\n")) {
        String[] lines = event.split("\ndata: ", 2);
        if (lines[0].equals("event: text")) {
          text.append(JSON.readTree(lines[1]).get("text").asText());
        } else if (lines[0].equals("event: result")) {
          result = JSON.readTree(lines[1]);
        }
      }
      assertThat(result).isEqualTo(whole);
      assertThat(text.toString()).isEqualTo(whole.get("summary").asText());
    }
  }

  @Test
  void whatIsWrongIsSaidBeforeTheEventsOrAsTheLastOfThem(@TempDir Path folder) throws Exception {
    var none = new FakeModels().live(Capability.TEXT_ANALYSIS, "extractive", new FakeAnalyst());
    try (TestServer server = new ServerOptions(folder).models(none).start()) {
      var bad =
          post(server, "/v1/generate", "{\"text\":\"a\",\"type\":\"x\"}", "text/event-stream");
      assertThat(bad.statusCode()).isEqualTo(400);
      String wish = "{\"text\":\"a\",\"type\":\"blog_post\"}";
      var events = post(server, "/v1/generate", wish, "text/event-stream");
      assertThat(events.body())
          .contains("event: error\ndata: {", "model_unavailable")
          .contains("stt models pull qwen2.5-1.5b-instruct");
      assertThat(post(server, "/v1/generate", wish, "*/*").statusCode()).isEqualTo(503);
      String long1 =
          "{\"text\":\"a\",\"type\":\"quiz\",\"prompt\":\"%s\"}".formatted("x".repeat(2001));
      assertThat(post(server, "/v1/generate", long1, "*/*").statusCode()).isEqualTo(400);
    }
  }

  @Test
  void aClientThatLeavesItsEventsEndsTheWork(@TempDir Path folder) throws Exception {
    try (TestServer server = new ServerOptions(folder).models(models).start();
        var client = new RawClient(server.port())) {
      byte[] body =
          "{\"text\":\"%s\"}".formatted(FakeEmbedder.ENDLESS).getBytes(StandardCharsets.UTF_8);
      client.send(
          String.join(
              "\r\n",
              "POST /v1/summarize HTTP/1.1",
              "Host: localhost",
              "Authorization: Bearer stt_good",
              "Content-Type: application/json",
              "Accept: text/event-stream",
              "Content-Length: " + body.length,
              "",
              ""));
      client.send(body, body.length);
      awaitWaiting(1);
      client.hangUp();
      awaitWaiting(0);
      assertThat(generator.requests()).hasSize(1);
    }
  }

  private void awaitWaiting(int count) {
    while (generator.waiting() != count) {
      Thread.onSpinWait();
    }
  }
}
