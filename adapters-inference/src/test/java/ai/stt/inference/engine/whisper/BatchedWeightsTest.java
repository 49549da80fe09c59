package ai.stt.inference.engine.whisper;

import static ai.stt.inference.engine.whisper.SmallDecoder.LARGE_BUDGET;
import static ai.stt.inference.engine.whisper.SmallDecoder.ONE_TRY;
import static ai.stt.inference.engine.whisper.SmallDecoder.bits;
import static ai.stt.inference.engine.whisper.SmallDecoder.request;
import static ai.stt.inference.engine.whisper.SmallDecoder.tokens;
import static ai.stt.inference.engine.whisper.SmallDecoder.windows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import ai.stt.inference.engine.whisper.graph.Precision;
import ai.stt.plugin.engine.WhisperSession;
import ai.stt.plugin.engine.WhisperWeights;
import ai.stt.plugin.engine.WhisperWindow;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is made of a window, and which weights are refused. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class BatchedWeightsTest {
  @TempDir private static Path folder;
  private static SmallDecoder decoder;

  @BeforeAll
  static void write() throws Exception {
    decoder = new SmallDecoder(folder);
  }

  @Test
  void aPromptLongerThanTheContextLeavesRoomForText() throws Exception {
    try (WhisperWeights weights = decoder.load(LARGE_BUDGET);
        WhisperSession session = weights.open()) {
      float[] window = windows(1).getFirst();
      WhisperWindow heard =
          session.transcribe(window, request("a b c d e ".repeat(10_000), 1), () -> false);

      assertThat(heard.heardMs()).isPositive();
      // Of the 448 places of the model the prompt takes 223 + 1, the command 3.
      assertThat(tokens(heard)).isLessThanOrEqualTo(448 - 227);
    }
  }

  @Test
  void aTextWhoseWordsCannotBeAlignedIsKept() throws Exception {
    float[] window = windows(8).getLast();
    SmallDecoder.Networks failing =
        (model, files) ->
            new Network(model, files, 2) {
              @Override
              float[] attention(int[] tokens, HeardSound sound, int at, int frames)
                  throws OrtException {
                throw new OrtException("no memory");
              }
            };
    try (WhisperWeights weights = decoder.load(LARGE_BUDGET);
        WhisperWeights poor = decoder.load(failing);
        WhisperSession session = weights.open();
        WhisperSession unaligned = poor.open()) {
      WhisperWindow expected = session.transcribe(window, ONE_TRY, () -> false);
      WhisperWindow kept = unaligned.transcribe(window, ONE_TRY, () -> false);

      assertThat(tokens(kept)).isEqualTo(tokens(expected)).isPositive();
      assertThat(kept.segments().getFirst().tokens().getFirst().alignedMs()).isNegative();
      assertThat(expected.segments().getFirst().tokens().getFirst().alignedMs()).isNotNegative();
    }
  }

  @Test
  void aScriptOfManyTokensMayFillTheModelsContext() throws Exception {
    float[] window = windows(14).getLast();
    List<Integer> places = new CopyOnWriteArrayList<>();
    try (WhisperWeights weights =
            decoder.load(LARGE_BUDGET, (rows, place, all) -> places.add(place));
        WhisperSession session = weights.open()) {
      session.transcribe(window, request("en", null, 1), () -> false);
      assertThat(Collections.max(places)).isBetween(100, 3 + 156);
      session.transcribe(window, request("ml", null, 1), () -> false);
      assertThat(Collections.max(places)).isBetween(400, 447);
    }
  }

  @Test
  void theLanguagesProbabilitiesSumToOneAndTheWindowIsNotListenedToTwice() throws Exception {
    float[] window = windows(1).getFirst();
    var listened = new AtomicInteger();
    SmallDecoder.Networks counting =
        (model, files) ->
            new Network(model, files, 2) {
              @Override
              void encode(float[] mel, HeardSound to, int row) throws OrtException {
                listened.incrementAndGet();
                super.encode(mel, to, row);
              }
            };
    try (WhisperWeights weights = decoder.load(counting);
        WhisperSession session = weights.open();
        WhisperSession other = weights.open()) {
      Map<String, Float> languages = session.detectLanguage(window, () -> false);

      assertThat(languages).hasSize(99).containsKeys("en", "yo", "su");
      assertThat(languages.values().stream().mapToDouble(Float::doubleValue).sum())
          .isBetween(0.999, 1.001);
      String text = bits(session.transcribe(window, ONE_TRY, () -> false));
      assertThat(listened).hasValue(1);
      assertThat(bits(other.transcribe(window.clone(), ONE_TRY, () -> false))).isEqualTo(text);
      assertThat(listened).hasValue(2);
    }
  }

  @Test
  void anEmptyWindowIsAMistake() throws Exception {
    try (WhisperWeights weights = decoder.load(LARGE_BUDGET);
        WhisperSession session = weights.open()) {
      assertThatIllegalArgumentException().isThrownBy(() -> session.start(new float[0], ONE_TRY));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> session.start(new float[480_001], ONE_TRY));
    }
  }

  @Test
  void damagedWeightsAreRefusedBeforeAnythingRuns() throws Exception {
    Path nan = folder.resolve("nan.bin");
    new SmallWhisper().set("decoder.blocks.1.mlp.0.weight", 77, Float.NaN).write(nan);
    refused(nan, "no number");
    new SmallWhisper().set("decoder.positional_embedding", 5, Float.NaN).write(nan);
    refused(nan, "decoder.positional_embedding");
    Path other = folder.resolve("other.bin");
    new SmallWhisper().rename("decoder.ln.weight", "decoder.norm.weight").write(other);
    refused(other, "decoder.ln.weight");
    Path cut = folder.resolve("cut.bin");
    byte[] all = Files.readAllBytes(decoder.file());
    Files.write(cut, Arrays.copyOf(all, all.length - 1000));
    refused(cut, "ends too early");
    Files.write(cut, new byte[100]);
    refused(cut, "not a ggml file");
    refused(folder.resolve("missing.bin"), "gone");
  }

  private static void refused(Path file, String why) {
    var engine = new WhisperOnnxEngine(folder.resolve("cache"), 2, Precision.INT8, true);
    assertThatThrownBy(() -> engine.load(file).close())
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_UNAVAILABLE))
        .hasMessageContaining(why);
  }
}
