package ai.stt.inference.engine.whisper;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.inference.engine.whisper.audio.LogMel;
import ai.stt.inference.engine.whisper.graph.GraphCache;
import ai.stt.inference.engine.whisper.graph.GraphFiles;
import ai.stt.inference.engine.whisper.graph.Precision;
import ai.stt.inference.engine.whisper.graph.WhisperModel;
import ai.stt.inference.engine.whisper.text.BytePairs;
import ai.stt.inference.engine.whispercpp.RealWhisper;
import java.lang.foreign.Arena;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Number for number against the original. */
final class ParityTest {
  private static final int POSITIONS = 1500;
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

      assertThat(difference(Reference.sample(mel, MEL_STEP), Reference.floats("mel80")))
          .isLessThan(1e-5f * 1.5f);
    }
  }

  @Test
  void theLogitsOfASmallModelAreTheOriginals() throws Exception {
    Path weights = new SmallWhisper().write(folder.resolve("small.bin"));

    assertThat(difference(logits(weights, Precision.FP32), Reference.floats("small")))
        .isLessThan(1e-3f);
    assertThat(difference(logits(weights, Precision.INT8), Reference.floats("small")))
        .isBetween(1e-4f, 3f);
  }

  @Test
  void theLogitsOfBaseAreTheOriginals() throws Exception {
    Path weights = RealWhisper.baseFile();

    assertThat(difference(logits(weights, Precision.FP32), Reference.floats("base")))
        .isLessThan(1e-3f);
    assertThat(difference(logits(weights, Precision.INT8), Reference.floats("base")))
        .isBetween(1e-3f, 3f);
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
    try (var model = WhisperModel.open(weights);
        var base = WhisperModel.open(RealWhisper.baseFile());
        Arena arena = Arena.ofConfined()) {
      GraphFiles files = new GraphCache(folder.resolve("cache")).graphs(model, weights, precision);
      try (var network = new Network(model, files, 2)) {
        var sound = new HeardSound(arena, model.shape(), 1, POSITIONS);
        network.encode(new LogMel(base.filters()).of(jfk, 2 * POSITIONS), sound, 0);
        var text = new WrittenText(arena, model.shape(), 1, 64);
        FloatBuffer logits = network.logits(tokens.length);
        int half = tokens.length / 2;
        float[] all = new float[tokens.length * model.shape().vocabulary()];
        int[] first = IntStream.range(0, half).toArray();
        int[][] start = {IntStream.of(tokens).limit(half).toArray()};
        network.step(start, new int[] {half - 1}, first, sound, 0, 1, text, 0, logits);
        logits.get(0, all, 0, half * model.shape().vocabulary());
        for (int i = half; i < tokens.length; i++) {
          int[][] next = {{tokens[i]}};
          network.step(next, new int[] {i}, new int[] {0}, sound, 0, 1, text, 0, logits);
          logits.get(0, all, i * model.shape().vocabulary(), model.shape().vocabulary());
        }
        return Reference.sample(all, LOGITS_STEP);
      }
    }
  }

  private static float difference(float[] left, float[] right) {
    assertThat(left).hasSameSizeAs(right);
    float most = 0;
    for (int i = 0; i < left.length; i++) {
      most = Math.max(most, Math.abs(left[i] - right[i]));
    }
    assertThat(most).isNotNaN();
    return most;
  }
}
