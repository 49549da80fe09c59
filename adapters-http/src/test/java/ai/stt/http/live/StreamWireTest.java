package ai.stt.http.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.live.LiveSettings;
import ai.stt.app.testing.FakeModels;
import ai.stt.app.testing.SpokenNumbers;
import ai.stt.http.testing.FakeAccounts;
import ai.stt.http.testing.ServerOptions;
import ai.stt.http.testing.TestServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes over the wire: who does not read, frames of bare bytes, and what is counted. */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
final class StreamWireTest {
  private static final byte[] TEN = SpokenNumbers.bytes(SpokenNumbers.say(1, 10, 0.7));

  /** More than the buffers of both sides hold of what is heard in it. */
  private static final long MOST_BYTES = 1_000_000_000;

  private static final Duration HELD_BACK = Duration.ofMillis(500);

  @TempDir private Path folder;

  @Test
  void whoNeverReadsIsHeldBackThenGivenUpAndDisturbsNobody() throws Exception {
    FakeModels models = StreamTest.numbers(() -> {});
    try (TestServer server = start(models, Duration.ofSeconds(2));
        RawStreamClient deaf = RawStreamClient.open(server.port(), "/v1/stream?language=en")) {
      assertThatThrownBy(() -> sendForEver(deaf, server)).isInstanceOf(IOException.class);
      awaitNoLeases(models);
      assertWorks(server);
    }
  }

  private static void sendForEver(RawStreamClient deaf, TestServer server) throws Exception {
    ByteBuffer frame = RawStreamClient.frame(RawStreamClient.BINARY, TEN);
    long taken = 0;
    boolean heldBack = false;
    while (true) {
      if (send(deaf, frame, heldBack)) {
        taken += frame.limit();
        frame.rewind();
      } else if (!heldBack) {
        heldBack = true;
        assertThat(taken).as("bytes of who does not read").isLessThan(MOST_BYTES);
        assertWorks(server);
      }
    }
  }

  private static boolean send(RawStreamClient deaf, ByteBuffer frame, boolean heldBack)
      throws Exception {
    try {
      return deaf.send(frame, HELD_BACK);
    } catch (IOException e) {
      assertThat(heldBack).as("before the server ended it: %s", e).isTrue();
      throw e;
    }
  }

  @Test
  void bytesThatAreNoFramesEndTheirOwnConnectionOnly() throws Exception {
    FakeModels models = StreamTest.numbers(() -> {});
    var random = new Random(11);
    try (TestServer server = start(models, StreamLimits.DEFAULT.patience())) {
      for (int run = 0; run < 30; run++) {
        try (RawStreamClient client =
            RawStreamClient.open(
                server.port(), run % 2 == 0 ? "/v1/stream?language=en" : "/v1/stream")) {
          sendSomething(client, random);
          byte[] noise = new byte[random.nextInt(3000)];
          random.nextBytes(noise);
          client.send(ByteBuffer.wrap(noise), HELD_BACK);
        } catch (IOException e) {
          assertThat(e.getMessage()).as("closed by the server").doesNotStartWith("HTTP");
        }
      }
      awaitNoLeases(models);
      assertWorks(server);
    }
  }

  @Test
  void streamsAreCountedForTheOperator() throws Exception {
    try (TestServer server = start(StreamTest.numbers(() -> {}), Duration.ofSeconds(30));
        StreamClient client = StreamClient.open(server, "/v1/stream?language=en")) {
      client.binary(TEN).next("transcript");
      try (StreamClient _ = StreamClient.open(server, "/v1/stream?token=wrong")) {
        throw new AssertionError("let in");
      } catch (WebSocketHandshakeException e) {
        assertThat(e.getResponse().statusCode()).isEqualTo(401);
      }
      String told = metrics(server);
      assertThat(told)
          .contains(
              "stt_streams_total{model=\"base\"} 1.0",
              "stt_streams_open{model=\"base\"} 1.0",
              "stt_streams_refused_total{code=\"unauthorized\"} 1.0",
              "stt_stream_delay_seconds_bucket{model=\"base\",le=\"+Inf\"}");
      client.binary(new byte[0]);
      assertThat(client.closeCode()).isEqualTo(1000);
      while (!metrics(server).contains("stt_streams_open{model=\"base\"} 0.0")) {
        Thread.onSpinWait();
      }
    }
  }

  /** A frame as clients send them, or one that is cut off, or of a kind that is not known. */
  private static void sendSomething(RawStreamClient client, Random random) throws Exception {
    byte[] body = new byte[random.nextInt(300)];
    random.nextBytes(body);
    int head =
        switch (random.nextInt(5)) {
          case 0 -> RawStreamClient.TEXT; // which is not UTF-8
          case 1 -> RawStreamClient.BINARY;
          case 2 -> RawStreamClient.PING; // perhaps too long for one
          case 3 -> 0x02; // a message that goes on
          default -> random.nextInt(256);
        };
    ByteBuffer frame = RawStreamClient.frame(head, body);
    if (random.nextInt(4) == 0) {
      frame.limit(random.nextInt(frame.limit()) + 1);
    }
    client.send(frame, HELD_BACK);
    client.send(
        RawStreamClient.frame(
            RawStreamClient.TEXT, "{\"action\": \"keep_alive\"}".getBytes(StandardCharsets.UTF_8)),
        HELD_BACK);
  }

  private static String metrics(TestServer server) throws Exception {
    var request =
        HttpRequest.newBuilder(server.uri("/metrics"))
            .header("Authorization", "Bearer " + FakeAccounts.LISTED)
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }

  private static void assertWorks(TestServer server) throws Exception {
    try (StreamClient client = StreamClient.open(server, "/v1/stream?language=en")) {
      client.binary(TEN).binary(new byte[0]);
      assertThat(client.next("final").get("text").asText()).endsWith("w10");
    }
  }

  private static void awaitNoLeases(FakeModels models) {
    while (models.openLeases() > 0 && !Thread.currentThread().isInterrupted()) {
      Thread.onSpinWait();
    }
  }

  private TestServer start(FakeModels models, Duration patience) throws Exception {
    LiveSettings usual = LiveSettings.DEFAULT;
    var fast =
        new LiveSettings(
            32, usual.maxDuration(), usual.interval(), usual.endpointing(), usual.maxDelay(), 1000);
    StreamLimits limits = StreamLimits.DEFAULT;
    return new ServerOptions(folder)
        .models(models)
        .streams(
            fast,
            new StreamLimits(
                limits.idle(), limits.ping(), limits.drain(), limits.resume(), patience))
        .start();
  }
}
