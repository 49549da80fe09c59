package ai.stt.http.live;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.live.LiveSettings;
import ai.stt.app.testing.FakeModels;
import ai.stt.app.testing.SpokenNumbers;
import ai.stt.http.testing.ServerOptions;
import ai.stt.http.testing.TestServer;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** More streams than can be served, clients in a hurry, and clients that leave at any moment. */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
final class StreamCrowdTest {
  private static final byte[] TEN = SpokenNumbers.bytes(SpokenNumbers.say(1, 10, 0.3));

  @TempDir private Path folder;

  @Test
  void ofFiftyAtOnceThoseAreServedThatCanBeAndTheOthersAreToldWhenToComeAgain() throws Exception {
    FakeModels models = StreamTest.numbers(() -> sleep(150));
    try (TestServer server = start(models);
        var threads = Executors.newFixedThreadPool(50)) {
      List<Future<Integer>> ends = new ArrayList<>();
      var all = new CompletableFuture<Void>(); // those that are in stay until all have asked
      var asked = new ArrayList<CompletableFuture<Void>>();
      for (int i = 0; i < 50; i++) {
        var mine = new CompletableFuture<Void>();
        asked.add(mine);
        ends.add(threads.submit(() -> stream(server, mine, all)));
      }
      CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)).join();
      all.complete(null);
      int served = 0;
      for (Future<Integer> end : ends) {
        int code = end.get();
        assertThat(code).isIn(1000, 503);
        served += code == 1000 ? 1 : 0;
      }
      assertThat(served).isBetween(1, 8);
      awaitNoLeases(models);
    }
  }

  /** The close code of a stream that was served to its end, or the status of its refusal. */
  private static int stream(
      TestServer server, CompletableFuture<Void> asked, CompletableFuture<Void> all)
      throws Exception {
    try (StreamClient client = StreamClient.open(server, "/v1/stream?language=en")) {
      asked.complete(null);
      all.join();
      client.binary(TEN).binary(new byte[0]);
      assertThat(client.next("final").get("text").asText()).startsWith("w1 ").endsWith(" w10");
      return client.closeCode();
    } catch (WebSocketHandshakeException e) {
      assertThat(e.getResponse().headers().firstValueAsLong("Retry-After")).isPresent();
      return e.getResponse().statusCode();
    } finally {
      asked.complete(null);
    }
  }

  @Test
  void whoSendsFasterThanFourTimesRealTimeIsHeldBack() throws Exception {
    try (TestServer server = start(StreamTest.numbers(() -> {}));
        StreamClient client = StreamClient.open(server, "/v1/stream?language=en")) {
      byte[] minute = SpokenNumbers.bytes(SpokenNumbers.say(1, 150, 2));
      CompletableFuture<?> sent = CompletableFuture.completedFuture(null);
      for (int i = 0; i < 60; i++) { // of an hour, ten seconds come at once; TCP holds some minutes
        for (int at = 0; at < minute.length; at += 1 << 19) {
          var part = ByteBuffer.wrap(minute, at, Math.min(1 << 19, minute.length - at));
          sent = sent.thenCompose(_ -> client.socket().sendBinary(part, true));
        }
      }
      client.next("transcript");
      assertThat(sent.isDone()).isFalse();
      client.socket().abort();
    }
  }

  @Test
  void whoLeavesAtAnyStepLeavesNothingBehind() throws Exception {
    FakeModels models = StreamTest.numbers(() -> {});
    try (TestServer server = start(models)) {
      List<Act> steps =
          List.of(
              client -> {},
              client -> client.text("{\"language\": \"en\"}"),
              client -> client.text("{\"language\": \"en\"}").next("ready"),
              client -> client.binary(new byte[3], false),
              client -> client.binary(Arrays.copyOf(TEN, 6000), false),
              client -> client.binary(TEN).next("partial"),
              client -> client.binary(TEN).next("transcript"),
              client -> client.binary(TEN).text("{\"action\": \"finalize\"}"),
              client -> client.binary(TEN).text("{\"action\": \"stop\"}"),
              client -> client.binary(TEN).binary(new byte[0]).next("final"),
              client -> client.text("{\"language\": \"en\"}").text("{\"language\": \"en\"}"),
              client -> client.text("no config"));
      for (Act step : steps) {
        try (StreamClient client = StreamClient.open(server, "/v1/stream")) {
          step.on(client);
        }
      }
      awaitNoLeases(models);
      try (StreamClient client = StreamClient.open(server, "/v1/stream?language=en")) {
        client.binary(TEN).binary(new byte[0]);
        assertThat(client.next("final").get("text").asText()).endsWith("w10");
      }
    }
  }

  /** What a client does. */
  @FunctionalInterface
  private interface Act {
    void on(StreamClient client) throws Exception;
  }

  private TestServer start(FakeModels models) throws Exception {
    return new ServerOptions(folder)
        .models(models)
        .streams(LiveSettings.DEFAULT, StreamLimits.DEFAULT)
        .start();
  }

  private static void awaitNoLeases(FakeModels models) {
    while (models.openLeases() > 0 && !Thread.currentThread().isInterrupted()) {
      Thread.onSpinWait();
    }
  }

  private static void sleep(int millis) {
    try {
      Thread.sleep(millis); // the work of a model
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
