package ai.stt.http.transcription;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.http.testing.Form;
import ai.stt.http.testing.RawClient;
import ai.stt.http.testing.ServerOptions;
import ai.stt.http.testing.ServerTest;
import ai.stt.http.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WaitingClientsTest extends ServerTest {

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aClientThatGoesAwayCancelsItsWork(boolean byReset) throws Exception {
    int before = server.speech().canceled();
    try (var client = new RawClient(server.port())) {
      post(client, "wait");
      await(() -> server.speech().running() == 1);
      if (byReset) {
        client.reset();
      } else {
        client.hangUp();
      }
      await(() -> server.speech().canceled() == before + 1);
      await(() -> uploads(server) == 0);
      assertThat(server.models().openLeases()).isZero();
    }
  }

  @Test
  void aClientThatWaitsInTheQueueAndGoesAwayLeavesTheQueue(@TempDir Path other) throws Exception {
    try (TestServer small = new ServerOptions(other).places(10, 1, 1).start();
        var first = new RawClient(small.port());
        var second = new RawClient(small.port());
        var third = new RawClient(small.port())) {
      post(first, "wait");
      await(() -> small.speech().running() == 1);
      post(second, "wait");
      await(() -> uploads(small) == 2);
      Thread.sleep(100);
      second.hangUp();
      await(() -> uploads(small) == 1);
      post(third, "say:my turn");
      await(() -> uploads(small) == 2);
      first.hangUp();
      assertThat(third.read().body()).contains("my turn");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aLongTranscriptionOutlivesTheIdleTimeout(boolean virtualThreads, @TempDir Path other)
      throws Exception {
    var options = new ServerOptions(other).idleTimeout(Duration.ofMillis(500));
    try (TestServer small = (virtualThreads ? options : options.platformThreads()).start();
        var client = new RawClient(small.port())) {
      post(client, "sleep:3000");
      RawClient.Answer answer = client.read();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).contains("rested");
      post(client, "say:again");
      assertThat(client.read().body()).contains("again");
    }
  }

  @Test
  void aConnectionServesManyRequestsOneAfterTheOther() throws Exception {
    try (var client = new RawClient(server.port())) {
      for (int i = 0; i < 20; i++) {
        post(client, "sleep:60");
        RawClient.Answer answer = client.read();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).doesNotContainKey("connection");
      }
    }
  }

  @Test
  void aPipelinedRequestEndsTheConnectionAfterTheAnswer() throws Exception {
    try (var client = new RawClient(server.port())) {
      post(client, "sleep:500");
      await(() -> server.speech().running() == 1);
      client.send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n");
      RawClient.Answer answer = client.read();
      assertThat(answer.body()).contains("rested");
      assertThat(answer.headers()).containsEntry("connection", "close");
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void aFaultOfTheEngineIs500WithoutItsDetails() throws Exception {
    try (var client = new RawClient(server.port())) {
      post(client, "crash");
      RawClient.Answer answer = client.read();
      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.body()).contains("\"code\":\"internal\"").doesNotContain("secret");
      assertThat(uploads(server)).isZero();
    }
  }

  @Test
  void twoHundredAtOnceAreServedOrTurnedAwayAndNoneHangs(@TempDir Path other) throws Exception {
    try (TestServer small = new ServerOptions(other).places(50, 4, 20).start();
        HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          new Form()
              .file("file", "a.wav", "sleep:100")
              .post(small.uri("/v1/transcribe"))
              .timeout(Duration.ofSeconds(30))
              .build();
      var pending = new ArrayList<CompletableFuture<HttpResponse<String>>>();
      for (int i = 0; i < 200; i++) {
        pending.add(client.sendAsync(request, BodyHandlers.ofString()));
      }
      List<HttpResponse<String>> responses = pending.stream().map(CompletableFuture::join).toList();
      assertThat(responses).extracting(HttpResponse::statusCode).containsOnly(200, 503);
      for (HttpResponse<String> response : responses) {
        if (response.statusCode() == 503) {
          assertThat(response.headers().firstValueAsLong("Retry-After").orElse(0)).isPositive();
          assertThat(response.body()).contains("try again later");
        }
      }
      assertThat(uploads(small)).isZero();
      assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }
  }

  private static void post(RawClient client, String script) throws Exception {
    byte[] body = new Form().file("file", "a.wav", script).bytes();
    client.head(body.length).send(body, body.length);
  }

  private static int uploads(TestServer server) {
    try {
      return server.uploads().size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 1000 && !condition.getAsBoolean(); i++) {
      Thread.sleep(10);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }
}
