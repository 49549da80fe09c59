package ai.stt.http.text;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.testing.FakeEmbedder;
import ai.stt.app.text.TextSettings;
import ai.stt.http.testing.RawClient;
import ai.stt.http.testing.ServerOptions;
import ai.stt.http.testing.TestServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that wait, go away, or are too many. */
@Timeout(60)
final class WaitingTextsTest {
  @Test
  void aClientThatGoesAwayEndsItsWorkAndMoreThanThePlacesAreTurnedAway(@TempDir Path folder)
      throws Exception {
    var settings = new TextSettings("all-minilm-l6-v2", "extractive", "", 1, 1, 1 << 20);
    try (TestServer server = new ServerOptions(folder).text(settings).start();
        var first = new RawClient(server.port());
        var second = new RawClient(server.port())) {
      ask(first);
      awaitWaiting(server, 1);
      ask(second);
      while (server.textsWaiting() != 1) {
        Thread.onSpinWait();
      }
      assertThat(status(server)).isEqualTo(503);
      first.hangUp();
      second.hangUp();
      awaitWaiting(server, 0);
      while (status(server) != 200) {
        Thread.onSpinWait();
      }
    }
  }

  private static void awaitWaiting(TestServer server, int count) {
    while (server.embedder().waiting() != count) {
      Thread.onSpinWait();
    }
  }

  private static void ask(RawClient client) throws Exception {
    byte[] body =
        "{\"texts\":[\"%s\"]}".formatted(FakeEmbedder.ENDLESS).getBytes(StandardCharsets.UTF_8);
    client.send(
        String.join(
            "\r\n",
            "POST /v1/embed HTTP/1.1",
            "Host: localhost",
            "Authorization: Bearer stt_good",
            "Content-Type: application/json",
            "Content-Length: " + body.length,
            "",
            ""));
    client.send(body, body.length);
  }

  /** Of a quick request that does not wait for a place when it gets none. */
  private static int status(TestServer server) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(server.uri("/v1/embed"))
            .header("Authorization", "Bearer stt_good")
            .header("Content-Type", "application/json")
            .timeout(Duration.ofSeconds(2))
            .POST(BodyPublishers.ofString("{\"texts\":[\"quick\"]}"))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.ofString()).statusCode();
    } catch (HttpTimeoutException e) {
      return 0; // it got a place and then none to work in
    }
  }
}
