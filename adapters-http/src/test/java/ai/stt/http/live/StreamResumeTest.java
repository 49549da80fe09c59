package ai.stt.http.live;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.live.LiveSettings;
import ai.stt.app.testing.SpokenNumbers;
import ai.stt.http.testing.ApiClient;
import ai.stt.http.testing.ServerOptions;
import ai.stt.http.testing.TestServer;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpClient;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Streams whose connection breaks, and clients that come back. */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
final class StreamResumeTest {
  private static final byte[] TEN = SpokenNumbers.bytes(SpokenNumbers.say(1, 10, 0.3));

  /** In the middle of a word. */
  private static final int BREAK = TEN.length / 2 / 1000 * 1000;

  @TempDir private static Path folder;
  private static TestServer server;

  @BeforeAll
  static void startServer() throws Exception {
    LiveSettings usual = LiveSettings.DEFAULT;
    var fast =
        new LiveSettings(
            32, usual.maxDuration(), usual.interval(), usual.endpointing(), usual.maxDelay(), 1000);
    server =
        new ServerOptions(folder)
            .models(StreamTest.numbers(() -> {}))
            .streams(fast, StreamLimits.DEFAULT)
            .start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Test
  void aStreamGoesOnInTheMiddleOfTheWordInWhichItBroke() throws Exception {
    String key = server.newKey("resume@example.org");
    String id = breakOff(key, Arrays.copyOf(TEN, BREAK));
    JsonNode kept = awaitKept(key);
    assertThat(kept.get("status").asText()).isEqualTo("completed");
    assertThat(text(key, kept.get("id").asLong())).startsWith("w1 w2");

    try (StreamClient client =
        StreamClient.open(server, "/v1/stream?resume=" + id + "&token=" + key)) {
      JsonNode ready = client.next();
      assertThat(ready.get("type").asText()).isEqualTo("ready");
      assertThat(ready.get("resumed").asBoolean()).isTrue();
      assertThat(ready.get("session_id").asText()).isEqualTo(id);
      assertThat(ready.get("received").asDouble()).isEqualTo(BREAK / 32_000.0);
      assertThat("w1 w2 w3 w4 w5 w6").startsWith(ready.get("transcript").asText());

      client.binary(Arrays.copyOfRange(TEN, BREAK, TEN.length)).binary(new byte[0]);

      JsonNode last = client.next("final");
      String whole = String.join(" ", SpokenNumbers.words(1, 10));
      assertThat(last.get("text").asText()).isEqualTo(whole);
      assertThat(last.get("transcript_id").asLong()).isEqualTo(kept.get("id").asLong());
      assertThat(client.closeCode()).isEqualTo(1000);
      assertThat(text(key, kept.get("id").asLong())).isEqualTo(whole);
    }
    assertThat(api(key).get("/api/v1/transcripts/").json().get("count").asInt()).isEqualTo(1);
  }

  @Test
  void theReferencesDialectResumesWithItsConfig() throws Exception {
    String key = server.newKey("config@example.org");
    String id = breakOff(key, Arrays.copyOf(TEN, BREAK));
    awaitKept(key);
    try (StreamClient client = StreamClient.open(server, "/v1/stream?token=" + key)) {
      client.text("{\"resume\": \"" + id + "\"}");
      JsonNode ready = client.next();
      assertThat(ready.get("status").asText()).isEqualTo("ready");
      hearTheRest(client, ready.get("transcript").asText());
    }
  }

  @Test
  void whoBeganInTheReferencesDialectIsAnsweredInItWhenTheAddressResumes() throws Exception {
    String key = server.newKey("address@example.org");
    String id;
    try (StreamClient client = StreamClient.open(server, "/v1/stream?token=" + key)) {
      client.text("{\"language\": \"en\"}");
      id = client.next().get("session_id").asText();
      client.binary(Arrays.copyOf(TEN, BREAK)).awaitDealtWith();
    }
    awaitKept(key);
    try (StreamClient client =
        StreamClient.open(server, "/v1/stream?resume=" + id + "&token=" + key)) {
      hearTheRest(client, client.next().get("transcript").asText());
    }
  }

  /** In the reference's dialect, in which each message tells what is new. */
  private static void hearTheRest(StreamClient client, String before) throws Exception {
    client.binary(Arrays.copyOfRange(TEN, BREAK, TEN.length)).text("{\"action\": \"stop\"}");
    var said = new StringBuilder(before);
    JsonNode next;
    do {
      next = client.next();
      said.append(' ').append(next.get("text").asText());
    } while (!next.get("is_final").asBoolean());
    assertThat(said.toString().strip().split("\\s+", -1))
        .containsExactly(SpokenNumbers.words(1, 10).toArray(String[]::new));
  }

  @Test
  void eachSecondIsPaidOnceOverAllConnections() throws Exception {
    String key = server.newKey("meter@example.org");
    String id = breakOff(key, new byte[30 * 32_000]);
    awaitKept(key);
    try (StreamClient client =
        StreamClient.open(server, "/v1/stream?resume=" + id + "&token=" + key)) {
      for (int second = 0; second < 20; second++) {
        client.binary(new byte[32_000]);
      }
      client.binary(new byte[0]);
      assertThat(client.next("final").get("duration").asDouble()).isEqualTo(50);
    }
    JsonNode credits = api(key).get("/api/v1/account/").json().get("credits");
    assertThat(credits.get("used").asInt()).isEqualTo(1);
    assertThat(credits.get("reserved").asInt()).isZero();
    assertThat(server.accounts().platform.credits.audit()).isEmpty();
  }

  @Test
  void whoeverElseAsksForItFindsNothing() throws Exception {
    String key = server.newKey("mine@example.org");
    String id = breakOff(key, TEN);
    awaitKept(key);
    String other = server.newKey("other@example.org");

    assertThat(refusal("/v1/stream?resume=" + id + "&token=" + other)).isEqualTo(404);
    assertThat(refusal("/v1/stream?resume=" + id)).isEqualTo(404);
    assertThat(refusal("/v1/stream?resume=unknown&token=" + key)).isEqualTo(404);
    try (StreamClient client = StreamClient.open(server, "/v1/stream?token=" + other)) {
      client.text("{\"resume\": \"" + id + "\"}");
      assertThat(client.next("error").get("code").asText()).isEqualTo("not_found");
      assertThat(client.closeCode()).isEqualTo(4400);
    }
    try (StreamClient client =
        StreamClient.open(server, "/v1/stream?resume=" + id + "&token=" + key)) {
      client.binary(new byte[0]);
      assertThat(client.next("final").get("text").asText()).endsWith("w10");
    }
    assertThat(refusal("/v1/stream?resume=" + id + "&token=" + key)).isEqualTo(404);
  }

  @Test
  void ofTwoThatComeBackAtOnceOneWins() throws Exception {
    String key = server.newKey("twice@example.org");
    String id = breakOff(key, TEN);
    awaitKept(key);
    Callable<Integer> again =
        () -> {
          try (StreamClient client =
              StreamClient.open(server, "/v1/stream?resume=" + id + "&token=" + key)) {
            client.next("ready");
            client.binary(new byte[0]);
            return client.closeCode();
          } catch (WebSocketHandshakeException e) {
            return e.getResponse().statusCode();
          }
        };
    try (var threads = Executors.newFixedThreadPool(2)) {
      var one = threads.submit(again);
      var two = threads.submit(again);
      List<Integer> ends = List.of(one.get(), two.get());
      assertThat(ends).containsOnlyOnce(1000);
      assertThat(ends).anyMatch(end -> end == 409 || end == 404);
    }
  }

  @Test
  void aConnectionThatHasGoneSilentIsTakenOverAndOneThatIsWellIsNot() throws Exception {
    String key = server.newKey("silent@example.org");
    try (StreamClient old = StreamClient.open(server, "/v1/stream?language=en&token=" + key)) {
      String id = old.next("ready").get("session_id").asText();
      old.binary(TEN);
      StreamClient again = null;
      int conflicts = 0;
      while (again == null) {
        try {
          again = StreamClient.open(server, "/v1/stream?resume=" + id + "&token=" + key);
        } catch (WebSocketHandshakeException e) {
          assertThat(e.getResponse().statusCode()).isEqualTo(409);
          conflicts++;
        }
      }
      try (StreamClient client = again) {
        assertThat(conflicts).isPositive();
        assertThat(old.closeCode()).isEqualTo(4400);
        client.binary(new byte[0]);
        assertThat(client.next("final").get("text").asText()).startsWith("w1 ").endsWith("w10");
      }
    }
  }

  @Test
  void whoDoesNotComeBackFindsAllOfItAmongTheTranscripts(@TempDir Path own) throws Exception {
    var impatient =
        new StreamLimits(
            Duration.ofSeconds(60),
            Duration.ofSeconds(20),
            Duration.ofSeconds(5),
            Duration.ZERO,
            Duration.ofSeconds(30));
    try (TestServer other =
        new ServerOptions(own)
            .models(StreamTest.numbers(() -> {}))
            .streams(LiveSettings.DEFAULT, impatient)
            .start()) {
      String key = other.newKey("gone@example.org");
      String id;
      try (StreamClient client = StreamClient.open(other, "/v1/stream?language=en&token=" + key)) {
        id = client.next("ready").get("session_id").asText();
        client.binary(TEN);
        client.next("transcript");
      }
      while (other.models().openLeases() > 0) {
        Thread.onSpinWait();
      }
      var api = new ApiClient(HttpClient.newHttpClient(), other, key);
      JsonNode list = api.get("/api/v1/transcripts/").json();
      while (list.get("count").asInt() == 0) {
        list = api.get("/api/v1/transcripts/").json();
      }
      long transcript = list.get("results").get(0).get("id").asLong();
      assertThat(api.get("/api/v1/transcripts/" + transcript + "/").json().get("text").asText())
          .isEqualTo(String.join(" ", SpokenNumbers.words(1, 10)));
      try (StreamClient _ = StreamClient.open(other, "/v1/stream?resume=" + id + "&token=" + key)) {
        throw new AssertionError("let in");
      } catch (WebSocketHandshakeException e) {
        assertThat(e.getResponse().statusCode()).isEqualTo(404);
      }
      try (StreamClient client = StreamClient.open(other, "/v1/stream?token=" + key)) {
        client.text("{\"resume\": \"" + id + "\"}");
        assertThat(client.next("error").get("error").asText()).contains("no such stream any more");
      }
      String elsewhere = breakOff(server.newKey("elsewhere@example.org"), TEN);
      try (StreamClient client = StreamClient.open(other, "/v1/stream?token=" + key)) {
        client.text("{\"resume\": \"" + elsewhere + "\"}");
        assertThat(client.next("error").get("error").asText()).contains("not on this server");
        assertThat(client.closeCode()).isEqualTo(4400);
      }
    }
  }

  /** Sends so much, and breaks off without a word when all of it has come. */
  private static String breakOff(String key, byte[] audio) throws Exception {
    try (StreamClient client = StreamClient.open(server, "/v1/stream?language=en&token=" + key)) {
      String id = client.next("ready").get("session_id").asText();
      for (int at = 0; at < audio.length; at += 32_000) {
        client.binary(Arrays.copyOfRange(audio, at, Math.min(audio.length, at + 32_000)));
      }
      client.awaitDealtWith();
      return id;
    }
  }

  private static JsonNode awaitKept(String key) throws Exception {
    JsonNode list = api(key).get("/api/v1/transcripts/").json();
    while (list.get("count").asInt() == 0) {
      list = api(key).get("/api/v1/transcripts/").json();
    }
    return list.get("results").get(0);
  }

  private static String text(String key, long id) throws Exception {
    return api(key).get("/api/v1/transcripts/" + id + "/").json().get("text").asText();
  }

  private static int refusal(String path) {
    try (StreamClient _ = StreamClient.open(server, path)) {
      throw new AssertionError("let in");
    } catch (WebSocketHandshakeException e) {
      return e.getResponse().statusCode();
    }
  }

  private static ApiClient api(String key) {
    return new ApiClient(HttpClient.newHttpClient(), server, key);
  }
}
