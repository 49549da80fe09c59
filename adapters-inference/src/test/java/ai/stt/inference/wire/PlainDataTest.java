package ai.stt.inference.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.plugin.Capability;
import ai.stt.plugin.generation.ChatMessage;
import ai.stt.plugin.generation.GenerationRequest;
import ai.stt.plugin.generation.JsonShape;
import ai.stt.plugin.transcription.Transcriber;
import ai.stt.plugin.understanding.SourceText;
import ai.stt.speech.transcript.Segment;
import ai.stt.speech.transcript.Transcript;
import ai.stt.speech.transcript.Word;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainDataTest {
  /** A bit of everything. */
  record All(
      boolean flag,
      int whole,
      long large,
      float real,
      double exact,
      @Nullable Integer none,
      Duration time,
      Path path,
      Map<String, List<@Nullable String>> lists,
      ChatMessage.Role role) {}

  @Test
  void recordsComeBackAsTheyWere() {
    var shape =
        new JsonShape.Fields(
            ordered(
                "title", new JsonShape.Text(80),
                "items",
                    new JsonShape.ListOf(
                        new JsonShape.Fields(ordered("sure", new JsonShape.Flag())), 0, 5)));
    var request =
        new GenerationRequest(
            List.of(new ChatMessage(ChatMessage.Role.USER, "Grüße, 世界 \ud83d\ude00")),
            64,
            null,
            -1L,
            List.of("end"),
            shape,
            true);
    assertThat(copy(GenerationRequest.class, request)).isEqualTo(request);
    assertThat(copy(JsonShape.class, shape).toString()).isEqualTo(shape.toString());

    var word = new Word("so", 0.5, 1, 0.25, null);
    var transcript =
        new Transcript(
            "en", 1, 2, List.of(new Segment(0.5, 1, "so", 0.5, List.of(word), "Speaker 1")));
    assertThat(copy(Transcript.class, transcript)).isEqualTo(transcript);
    assertThat(copy(SourceText.class, SourceText.of("Hm?"))).isEqualTo(SourceText.of("Hm?"));
  }

  private static Map<String, JsonShape> ordered(Object... pairs) {
    Map<String, JsonShape> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], (JsonShape) pairs[i + 1]);
    }
    return map;
  }

  @Test
  void numbersArraysAndNullsComeBackAsTheyWere() {
    var all =
        new All(
            true,
            Integer.MIN_VALUE,
            Long.MAX_VALUE,
            -0f,
            Double.NaN,
            null,
            Duration.ofMillis(1500),
            Path.of("/a b/ü"),
            Map.of("x", Arrays.asList("y", null), "", List.of()),
            ChatMessage.Role.SYSTEM);
    assertThat(copy(All.class, all)).isEqualTo(all);

    float[][] vectors = {{1, Float.MIN_VALUE}, {}, {Float.NEGATIVE_INFINITY}};
    assertThat(copy(float[][].class, vectors)).isDeepEqualTo(vectors);
    assertThat(copy(byte[].class, new byte[] {1, -1})).containsExactly(1, -1);
  }

  private static <T> T copy(Class<T> type, T value) {
    return PlainData.value(type, PlainData.bytes(type, value));
  }

  @Test
  void whatIsNoPlainDataIsRefusedBeforeAnythingIsSent() {
    assertThatThrownBy(() -> PlainData.bytes(Thread.class, Thread.currentThread()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.Thread");
    assertThat(Connection.carries(Transcriber.class)).isTrue();
    assertThat(Connection.carries(Runnable.class)).isFalse();
  }

  @Test
  void everyCapabilityCanBeCalledInAnotherProcess() throws IllegalAccessException {
    int found = 0;
    for (var field : Capability.class.getFields()) {
      if (field.get(null) instanceof Capability<?> capability) {
        assertThat(Connection.carries(capability.type())).as(capability.id()).isTrue();
        found++;
      }
    }
    assertThat(found).isGreaterThanOrEqualTo(8);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void nonsenseIsRefusedAndTakesNoMemory(long seed) {
    var random = new Random(seed);
    byte[] good =
        PlainData.bytes(SourceText.class, SourceText.of("a text of some words, to be broken"));
    int refused = 0;
    for (int i = 0; i < 2000; i++) {
      byte[] bad = Arrays.copyOf(good, random.nextInt(good.length + 1));
      for (int n = 0; n < 3 && bad.length > 0; n++) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      }
      try {
        var _ =
            PlainData.read(
                new WireIn(ByteBuffer.wrap(bad), null), SourceText.class, Form.Borrower.NOTHING);
      } catch (BrokenFrameException e) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }
}
