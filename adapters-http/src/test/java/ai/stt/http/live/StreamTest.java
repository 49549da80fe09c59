package ai.stt.http.live;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.live.LiveSettings;
import ai.stt.app.testing.FakeEnhancer;
import ai.stt.app.testing.FakeModels;
import ai.stt.app.testing.SpokenNumbers;
import ai.stt.http.testing.ApiClient;
import ai.stt.http.testing.ServerOptions;
import ai.stt.http.testing.TestServer;
import ai.stt.plugin.Capability;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Both dialects, and what becomes of a stream. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class StreamTest {
  private static final byte[] TEN = SpokenNumbers.bytes(SpokenNumbers.say(1, 10, 0.3));

  @TempDir private static Path folder;
  private static TestServer server;

  @BeforeAll
  static void startServer() throws Exception {
    server =
        new ServerOptions(folder)
            .models(numbers(() -> {}))
            .streams(LiveSettings.DEFAULT, StreamLimits.DEFAULT)
            .start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  static FakeModels numbers(Runnable work) {
    return new FakeModels()
        .live("base", new SpokenNumbers(0, work), "en", "fr")
        .live("large", new SpokenNumbers(0, work), "en")
        .live(Capability.VOICE_ACTIVITY, "voice", SpokenNumbers.detector())
        .live(Capability.SPEAKER_EMBEDDING, "voices", SpokenNumbers.voices())
        .live(Capability.ENHANCEMENT, "mute", new FakeEnhancer(16_000, 0))
        .installable("large-v3-turbo", "en", "fr");
  }

  @Test
  void theDenoiserIsNamedInTheAddressOrInTheConfig() throws Exception {
    try (StreamClient client = StreamClient.open(server, "/v1/stream?language=en&denoise=mute")) {
      client.binary(TEN);
      client.binary(new byte[0]);
      JsonNode next = client.next();
      while (!next.get("type").asText().equals("final")) {
        next = client.next();
      }
      assertThat(next.get("text").asText()).isEmpty();
    }
    try (StreamClient client = StreamClient.open(server, "/v1/stream")) {
      client.text("{\"language\": \"en\", \"denoise\": \"unknown\"}");
      JsonNode refusal = client.next();
      assertThat(refusal.get("type").asText()).isEqualTo("error");
      assertThat(refusal.get("error").asText()).contains("unknown");
    }
  }

  @Test
  void theReferencesDialectGivesPartialsThenFinalsThenTheRest() throws Exception {
    try (StreamClient client = StreamClient.open(server, "/v1/stream")) {
      client.text("{\"language\": \"auto\", \"model\": \"large-v3-turbo\"}");
      JsonNode ready = client.next();
      assertThat(ready.get("status").asText()).isEqualTo("ready");
      assertThat(ready.get("model").asText()).isEqualTo("base");

      client.binary(TEN);

      List<String> texts = new ArrayList<>();
      boolean partial = false;
      JsonNode next = client.next();
      while (!next.get("is_final").asBoolean()) {
        texts.add(next.get("text").asText());
        if (!partial && !next.get("partial").asText().isEmpty()) {
          partial = true;
          client.text("{\"action\": \"stop\"}");
        }
        if (next.get("type").asText().equals("transcript")) {
          assertThat(next.get("words").get(0).get("word").asText()).startsWith("w");
        }
        next = client.next();
      }
      texts.add(next.get("text").asText());
      assertThat(partial).isTrue();
      assertThat(words(texts)).isEqualTo(SpokenNumbers.words(1, 10));
      assertThat(next.get("duration").asDouble()).isBetween(4.1, 4.2);
      assertThat(client.closeCode()).isEqualTo(1000);
    }
  }

  @Test
  void thePublishedClientsDialectStartsAtOnceAndEndsWithTheWholeText() throws Exception {
    for (String path :
        List.of("/v1/stream?model=base&language=auto", "/api/v1/stream/?language=en")) {
      try (StreamClient client = StreamClient.open(server, path)) {
        assertThat(client.next().get("type").asText()).isEqualTo("ready");
        client.binary(TEN).binary(new byte[0]);

        List<String> texts = new ArrayList<>();
        JsonNode next = client.next();
        while (!next.path("final").asBoolean()) {
          if (next.get("type").asText().equals("transcript")) {
            texts.add(next.get("text").asText());
          }
          next = client.next();
        }
        assertThat(next.get("type").asText()).isEqualTo("final");
        assertThat(next.get("is_final").asBoolean()).isTrue();
        assertThat(words(texts)).isEqualTo(SpokenNumbers.words(1, 10));
        assertThat(words(List.of(next.get("text").asText()))).isEqualTo(words(texts));
        assertThat(client.closeCode()).isEqualTo(1000);
      }
    }
  }

  @Test
  void withoutConfigOrQueryTheFirstAudioStartsTheStream() throws Exception {
    try (StreamClient client = StreamClient.open(server, "/v1/stream")) {
      client.binary(TEN).binary(new byte[0]);
      assertThat(client.next("final").get("text").asText()).startsWith("w1 w2 ").endsWith(" w10");
      assertThat(client.closeCode()).isEqualTo(1000);
    }
  }

  @Test
  void aMessageInFragmentsOfOneByteIsTheSameAudio() throws Exception {
    byte[] bytes = SpokenNumbers.bytes(SpokenNumbers.say(1, 1, 0.2));
    try (StreamClient client = StreamClient.open(server, "/v1/stream?language=en")) {
      for (int i = 0; i < bytes.length; i++) {
        client.binary(new byte[] {bytes[i]}, i == bytes.length - 1);
        if (i % 5000 == 0) {
          client.socket().sendPing(java.nio.ByteBuffer.allocate(3)).join();
        }
      }
      client.text("{\"action\": \"stop\"}");
      JsonNode last = client.next("final");
      assertThat(last.get("text").asText()).isEqualTo("w1");
    }
  }

  @Test
  void theTailComesWithStopAndNotOnlyWithAPause() throws Exception {
    try (StreamClient client = StreamClient.open(server, "/v1/stream?language=en")) {
      client.binary(Arrays.copyOf(TEN, TEN.length - 12_000));
      client.next("transcript");
      client.text("{\"action\": \"stop\"}");
      client.next("final");
    }
  }

  @Test
  void aPauseIsToldAndFinalizeMakesFinalWithoutAnEnd() throws Exception {
    try (StreamClient client = StreamClient.open(server, "/v1/stream")) {
      client.text("{\"language\": \"en\", \"endpointing\": 300}");
      client.binary(SpokenNumbers.bytes(SpokenNumbers.say(1, 3, 0.5)));
      assertThat(client.next("utterance_end").get("end").asDouble()).isBetween(1.0, 1.2);

      client.binary(SpokenNumbers.bytes(SpokenNumbers.say(4, 5, 0.1)));
      client.text("{\"action\": \"finalize\"}");
      client.next("utterance_end");
      client.text("{\"action\": \"keep_alive\"}").text("{\"type\": \"CloseStream\"}");
      assertThat(client.next("final").get("text").asText()).isEmpty();
    }
  }

  @Test
  void theLanguageCanChangeWhileTheStreamGoesOn() throws Exception {
    try (StreamClient client = StreamClient.open(server, "/v1/stream?language=en")) {
      client.binary(TEN).text("{\"action\": \"language\", \"language\": \"french\"}");
      client.binary(TEN).text("{\"action\": \"stop\"}");
      assertThat(client.next("final").get("language").asText()).isEqualTo("fr");
    }
  }

  @Test
  void whoSpeaksIsToldWhenAskedFor() throws Exception {
    byte[] talk = SpokenNumbers.bytes(SpokenNumbers.say(2001, 2006, 1));
    for (String path : List.of("/v1/stream", "/v1/stream?language=en&diarize=true")) {
      try (StreamClient client = StreamClient.open(server, path)) {
        if (path.equals("/v1/stream")) {
          client.text("{\"language\": \"en\", \"diarize\": true}");
        }
        client.binary(talk).binary(TEN).text("{\"action\": \"stop\"}");
        JsonNode first = client.next("transcript");
        assertThat(first.get("speaker").asText()).isEqualTo("Speaker 1");
        assertThat(first.get("words").get(0).get("speaker").asText()).isEqualTo("Speaker 1");
        JsonNode last = client.next("final").get("words");
        assertThat(last.get(last.size() - 1).get("speaker").asText()).isEqualTo("Speaker 2");
      }
    }
  }

  @Test
  void anAccountPaysEachStartedMinuteOnceAndKeepsTheTranscript() throws Exception {
    String key = server.newKey("live@example.org");
    try (StreamClient client =
        StreamClient.open(
            server, "/v1/stream?language=en", Map.of("Authorization", "Bearer " + key))) {
      client.binary(TEN).binary(new byte[0]);
      long id = client.next("final").get("transcript_id").asLong();

      var api = new ApiClient(HttpClient.newHttpClient(), server, key);
      JsonNode kept = api.get("/api/v1/transcripts/" + id + "/").json();
      assertThat(kept.get("status").asText()).isEqualTo("completed");
      assertThat(kept.get("text").asText()).startsWith("w1 w2").endsWith("w10");
      JsonNode credits = api.get("/api/v1/account/").json().get("credits");
      assertThat(credits.get("used").asInt()).isEqualTo(1);
      assertThat(credits.get("reserved").asInt()).isZero();
    }
  }

  @Test
  void whatWasSaidIsKeptWhenTheConnectionBreaks() throws Exception {
    String key = server.newKey("broken@example.org");
    try (StreamClient client = StreamClient.open(server, "/v1/stream?language=en&token=" + key)) {
      client.binary(TEN);
      client.next("transcript");
    } // without a word of farewell
    var api = new ApiClient(HttpClient.newHttpClient(), server, key);
    JsonNode list = api.get("/api/v1/transcripts/").json();
    while (list.get("count").asInt() == 0) {
      list = api.get("/api/v1/transcripts/").json();
    }
    assertThat(list.get("results").get(0).get("status").asText()).isEqualTo("completed");
    assertThat(server.accounts().platform.credits.audit()).isEmpty();
  }

  private static List<String> words(List<String> texts) {
    return texts.stream()
        .filter(text -> !text.isEmpty())
        .flatMap(text -> Arrays.stream(text.split(" ", -1)))
        .toList();
  }
}
