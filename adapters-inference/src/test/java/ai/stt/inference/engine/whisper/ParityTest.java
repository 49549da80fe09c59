package ai.stt.inference.engine.whisper;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.inference.engine.whisper.audio.LogMel;
import ai.stt.inference.engine.whisper.graph.Precision;
import ai.stt.inference.engine.whisper.graph.WhisperModel;
import ai.stt.inference.engine.whisper.text.BytePairs;
import ai.stt.inference.engine.whispercpp.RealWhisper;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Number for number against the original. */
final class ParityTest {
  private static final int POSITIONS = 1500;
  private static final List<Precision> BYTES = List.of(Precision.INT8, Precision.INT8_BLOCKS);
  private static final int MEL_STEP = 211;
  private static final int LOGITS_STEP = 811;

  @TempDir private static Path folder;
  private static float[] jfk;

  @BeforeAll
  static void decode() throws Exception {
    jfk = RealWhisper.jfk(folder);
  }

  @Test
  void theSpectrogramIsTheOriginals() throws Exception {
    try (var base = WhisperModel.open(RealWhisper.baseFile())) {
      float[] mel = new LogMel(base.filters()).of(jfk, 2 * POSITIONS);

      assertThat(Logits.difference(Reference.sample(mel, MEL_STEP), Reference.floats("mel80")))
          .isLessThan(1e-5f * 1.5f);
    }
  }

  @Test
  void theLogitsOfASmallModelAreTheOriginals() throws Exception {
    Path weights = new SmallWhisper().write(folder.resolve("small.bin"));

    assertThat(Logits.difference(logits(weights, Precision.FP32), Reference.floats("small")))
        .isLessThan(1e-3f);
    for (Precision bytes : BYTES) {
      assertThat(Logits.difference(logits(weights, bytes), Reference.floats("small")))
          .isBetween(1e-4f, 3f);
    }
  }

  @Test
  void theLogitsOfBaseAreTheOriginals() throws Exception {
    Path weights = RealWhisper.baseFile();

    assertThat(Logits.difference(logits(weights, Precision.FP32), Reference.floats("base")))
        .isLessThan(1e-3f);
    for (Precision bytes : BYTES) {
      assertThat(Logits.difference(logits(weights, bytes), Reference.floats("base")))
          .isBetween(1e-3f, 3f);
    }
  }

  @Test
  void textBecomesTheTokensOfTheOriginal() throws Exception {
    try (var base = WhisperModel.open(RealWhisper.baseFile())) {
      var pairs = new BytePairs(base.vocabulary());

      for (var text : Reference.get("encoded")) {
        assertThat(pairs.encode(text.get(0).textValue()))
            .as(text.get(0).textValue())
            .containsExactlyElementsOf(IntStream.of(Reference.ints(text.get(1))).boxed().toList());
      }
      assertThat(pairs.unspoken())
          .containsExactlyInAnyOrderElementsOf(
              IntStream.of(Reference.ints(Reference.get("unspoken"))).boxed().toList());
    }
  }

  private static float[] logits(Path weights, Precision precision) throws Exception {
    int[] tokens = Reference.ints(Reference.get("tokens"));
    try (var base = WhisperModel.open(RealWhisper.baseFile())) {
      float[] mel = new LogMel(base.filters()).of(jfk, 2 * POSITIONS);
      Path cache = folder.resolve("cache");
      return Reference.sample(Logits.of(weights, precision, mel, tokens, cache), LOGITS_STEP);
    }
  }
}
