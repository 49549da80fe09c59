package ai.stt.http.live;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.access.AnonymousSettings;
import ai.stt.app.live.LiveSettings;
import ai.stt.app.testing.FakeModels;
import ai.stt.app.testing.Platform;
import ai.stt.app.testing.SpokenNumbers;
import ai.stt.http.testing.ApiClient;
import ai.stt.http.testing.ServerOptions;
import ai.stt.http.testing.TestServer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.http.HttpClient;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is refused at the handshake, what ends a stream, and that the server goes on. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class StreamRefusalsTest {
  private static final byte[] TEN = SpokenNumbers.bytes(SpokenNumbers.say(1, 10, 0.3));

  @TempDir private Path folder;

  @Test
  void whoMayNotIsToldByHttp() throws Exception {
    try (TestServer server = start()) {
      assertRefused(server, "/v1/stream?token=wrong", Map.of(), 401);
      assertRefused(server, "/v1/stream", Map.of("Authorization", "Bearer wrong"), 401);
      String busy = server.newKey("a@example.org");
      assertRefused(server, "/v1/stream?model=large&token=" + busy, Map.of(), 403);
      String poor =
          server.accounts().signUp("b@example.org", Platform.BOUGHT).key().secret().reveal();
      assertRefused(server, "/v1/stream?token=" + poor, Map.of(), 402);
      assertRefused(server, "/v1/stream?model=unknown", Map.of(), 400);
      assertRefused(server, "/v1/stream?language=klingon", Map.of(), 400);
    }
  }

  @Test
  void withoutAModelThatTellsVoicesApartDiarizeIsRefused() throws Exception {
    var models =
        new FakeModels()
            .live("base", new SpokenNumbers(0, () -> {}), "en")
            .installable("large-v3-turbo", "en");
    try (TestServer server = new ServerOptions(folder).models(models).start()) {
      assertRefused(server, "/v1/stream?language=en&diarize=true", Map.of(), 503);
      assertRefused(server, "/v1/stream?language=en&diarize=perhaps", Map.of(), 400);
      assertEnds(server, client -> client.text("{\"diarize\": true}"), "model_unavailable", 1011);
    }
  }

  @Test
  void aPlainRequestIsToldToUseAWebSocket() throws Exception {
    try (TestServer server = start()) {
      ApiClient.Answer answer =
          new ApiClient(HttpClient.newHttpClient(), server, null).get("/v1/stream");
      assertThat(answer.status()).isEqualTo(426);
      assertThat(answer.json().get("error").asText()).contains("WebSocket");
      assertThat(answer.json().get("request_id").asText()).isEqualTo(answer.header("X-Request-Id"));
    }
  }

  @Test
  void anonymousCallersHaveTheirLimits() throws Exception {
    var limits = new AnonymousSettings(true, 2, 1 << 20, 1);
    try (TestServer server =
        new ServerOptions(folder).models(StreamTest.numbers(() -> {})).anonymous(limits).start()) {
      try (StreamClient first = StreamClient.open(server, "/v1/stream?language=en")) {
        assertRefused(server, "/v1/stream", Map.of(), 429);
        first.binary(TEN).binary(new byte[0]);
        assertThat(first.closeCode()).isEqualTo(1000);
      }
      try (StreamClient second = openWhenFree(server)) {
        second.binary(new byte[0]);
        assertThat(second.closeCode()).isEqualTo(1000);
      }
      assertRefused(server, "/v1/stream", Map.of(), 429);
    }
  }

  @Test
  void moreStreamsThanCanBeServedAreRefusedWith503AndATime() throws Exception {
    var two = policy(2, 1000);
    try (TestServer server = start(two, StreamLimits.DEFAULT)) {
      List<StreamClient> clients = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        clients.add(StreamClient.open(server, "/v1/stream?language=en"));
      }
      WebSocketHandshakeException refused = assertRefused(server, "/v1/stream", Map.of(), 503);
      assertThat(refused.getResponse().headers().firstValue("Retry-After")).isPresent();
      clients.forEach(StreamClient::close);
    }
  }

  @Test
  void badMessagesAreAnErrorThenAClose() throws Exception {
    try (TestServer server = start()) {
      assertEnds(server, client -> client.binary(new byte[3]), "invalid_request", 4400);
      assertEnds(server, client -> client.text("hello"), "invalid_request", 4400);
      assertEnds(server, client -> client.text("{\"action\": \"dance\"}"), "invalid_request", 4400);
      assertEnds(server, client -> client.text("{\"volume\": 11}"), "invalid_request", 4400);
      assertEnds(server, client -> client.text("{\"model\": \"x\"}"), "invalid_request", 4400);
      assertEnds(server, client -> client.text("{\"model\": \"large\"}"), "forbidden", 4403);
      assertEnds(server, client -> client.text("x".repeat(70_000)), "invalid_request", 4400);
      assertEnds(
          server,
          client -> client.text("{}").text("{\"language\": \"en\"}"), // the stream has begun
          "invalid_request",
          4400);
      assertEnds(
          server,
          client -> {
            for (int i = 0; i <= 16; i++) {
              client.binary(new byte[1 << 16], false);
            }
          },
          "invalid_request",
          4400);
      assertEnds(server, client -> client.binary(new byte[(1 << 20) + 2]), "invalid_request", 4400);
      assertWorks(server);
    }
  }

  @Test
  void whoSaysLateWhatItWantsAndFindsNoPlaceIsToldBeforeTheClose() throws Exception {
    try (TestServer server = start(policy(1, 1000), StreamLimits.DEFAULT);
        StreamClient late = StreamClient.open(server, "/v1/stream");
        StreamClient first = StreamClient.open(server, "/v1/stream?language=en")) {
      late.text("{\"language\": \"en\"}");
      assertThat(late.next("error").get("code").asText()).isEqualTo("overloaded");
      assertThat(late.closeCode()).isEqualTo(4429);
      first.binary(TEN).binary(new byte[0]);
      assertThat(first.next("final").get("text").asText()).endsWith("w10");
    }
  }

  @Test
  void aStreamThatIsLongerThanAllowedIsEndedWithAReason() throws Exception {
    LiveSettings usual = LiveSettings.DEFAULT;
    var brief =
        new LiveSettings(
            1,
            Duration.ofSeconds(2),
            usual.interval(),
            usual.endpointing(),
            usual.maxDelay(),
            1000);
    try (TestServer server = start(brief, StreamLimits.DEFAULT);
        StreamClient client = StreamClient.open(server, "/v1/stream?language=en")) {
      client.binary(TEN);
      assertThat(client.next("error").get("error").asText()).contains("start another one");
      assertThat(client.closeCode()).isEqualTo(4400);
    }
  }

  @Test
  void noiseOnTheWireNeverBreaksTheServer() throws Exception {
    var random = new Random(5);
    try (TestServer server = start()) {
      for (int run = 0; run < 30; run++) {
        try (StreamClient client =
            StreamClient.open(server, run % 2 == 0 ? "/v1/stream" : "/v1/stream?language=en")) {
          for (int i = 0; i < random.nextInt(6); i++) {
            try {
              fuzz(client, random);
            } catch (RuntimeException e) {
              break; // the server has closed meanwhile
            }
          }
        }
      }
      assertWorks(server);
    }
  }

  @Test
  void whoSendsNothingIsGoneAfterAWhileAndKeepAliveKeeps() throws Exception {
    var limits =
        new StreamLimits(
            Duration.ofMillis(400),
            Duration.ofMillis(50),
            Duration.ofSeconds(1),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30));
    try (TestServer server = start(LiveSettings.DEFAULT, limits);
        StreamClient client = StreamClient.open(server, "/v1/stream?language=en")) {
      for (int i = 0; i < 16; i++) { // twice as long as a client may be silent
        client.awaitPing();
        client.text("{\"action\": \"keep_alive\"}");
      }
      assertThat(client.next().get("type").asText()).isEqualTo("ready");
      assertThat(client.next("error").get("error").asText()).contains("keep_alive");
      assertThat(client.closeCode()).isEqualTo(4408);
    }
  }

  @Test
  void withoutCreditsForTheNextMinuteTheStreamEnds() throws Exception {
    try (TestServer server = start(policy(4, 1000), StreamLimits.DEFAULT)) {
      var signedUp = server.accounts().signUp("c@example.org", Platform.BOUGHT);
      server.accounts().platform.grant.grant(signedUp.account().id(), 1, "gift");
      String key = signedUp.key().secret().reveal();
      try (StreamClient client = StreamClient.open(server, "/v1/stream?language=en&token=" + key)) {
        for (int i = 0; i < 61; i++) {
          client.binary(new byte[32_000]);
        }
        assertThat(client.next("error").get("code").asText()).isEqualTo("no_credits");
        assertThat(client.closeCode()).isEqualTo(4402);
      }
      assertThat(server.accounts().platform.credits.audit()).isEmpty();
    }
  }

  @Test
  void aServerThatStopsGivesEveryStreamItsLastText() throws Exception {
    TestServer server = start();
    try (StreamClient client = StreamClient.open(server, "/v1/stream?language=en")) {
      client.binary(TEN);
      client.next("transcript");
      server.close();
      assertThat(client.next("final").get("text").asText()).startsWith("w1 w2");
      assertThat(client.closeCode()).isEqualTo(1001);
    }
  }

  /** What a client does. */
  @FunctionalInterface
  private interface Act {
    void on(StreamClient client);
  }

  private static void assertEnds(TestServer server, Act act, String code, int close)
      throws Exception {
    try (StreamClient client = StreamClient.open(server, "/v1/stream")) {
      act.on(client);
      JsonNode error = client.next("error");
      assertThat(error.get("code").asText()).isEqualTo(code);
      assertThat(error.get("error").asText()).isNotBlank();
      assertThat(client.closeCode()).isEqualTo(close);
    }
  }

  private static void fuzz(StreamClient client, Random random) {
    switch (random.nextInt(5)) {
      case 0 -> client.binary(new byte[random.nextInt(5000)], random.nextBoolean());
      case 1 -> client.text("{\"action\": \"finalize\"}");
      case 2 -> client.text(random.nextBoolean() ? "{\"language\": \"en\"}" : "{");
      case 3 -> client.socket().sendPing(ByteBuffer.allocate(random.nextInt(100))).join();
      default -> client.binary(new byte[2 * random.nextInt(2000)]);
    }
  }

  private static void assertWorks(TestServer server) throws Exception {
    try (StreamClient client = StreamClient.open(server, "/v1/stream?language=en")) {
      client.binary(TEN).binary(new byte[0]);
      assertThat(client.next("final").get("text").asText()).endsWith("w10");
    }
  }

  private static StreamClient openWhenFree(TestServer server) throws Exception {
    while (true) {
      try {
        return StreamClient.open(server, "/v1/stream?language=en");
      } catch (WebSocketHandshakeException e) {
        JsonNode body = new JsonMapper().readTree(String.valueOf(e.getResponse().body()));
        assertThat(body.path("error").asText()).doesNotContain("a day");
      }
    }
  }

  private static WebSocketHandshakeException assertRefused(
      TestServer server, String path, Map<String, String> headers, int status) {
    try (StreamClient _ = StreamClient.open(server, path, headers)) {
      throw new AssertionError("let in");
    } catch (WebSocketHandshakeException e) {
      assertThat(e.getResponse().statusCode()).as(path).isEqualTo(status);
      return e;
    }
  }

  private TestServer start() throws Exception {
    return start(LiveSettings.DEFAULT, StreamLimits.DEFAULT);
  }

  private TestServer start(LiveSettings policy, StreamLimits limits) throws Exception {
    return new ServerOptions(folder)
        .models(StreamTest.numbers(() -> {}))
        .streams(policy, limits)
        .start();
  }

  private static LiveSettings policy(int sessions, double speed) {
    LiveSettings usual = LiveSettings.DEFAULT;
    return new LiveSettings(
        sessions,
        usual.maxDuration(),
        usual.interval(),
        usual.endpointing(),
        usual.maxDelay(),
        speed);
  }
}
