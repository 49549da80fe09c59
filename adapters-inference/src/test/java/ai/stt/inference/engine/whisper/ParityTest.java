package ai.stt.inference.engine.whisper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.stt.inference.engine.whisper.audio.LogMel;
import ai.stt.inference.engine.whisper.graph.GraphCache;
import ai.stt.inference.engine.whisper.graph.GraphFiles;
import ai.stt.inference.engine.whisper.graph.Precision;
import ai.stt.inference.engine.whisper.graph.WhisperModel;
import ai.stt.inference.engine.whisper.search.TokenScores;
import ai.stt.inference.engine.whisper.text.BytePairs;
import ai.stt.inference.engine.whispercpp.RealWhisper;
import java.lang.foreign.Arena;
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

      assertThat(difference(Reference.sample(mel, MEL_STEP), Reference.floats("mel80")))
          .isLessThan(1e-5f * 1.5f);
    }
  }

  @Test
  void theLogitsOfASmallModelAreTheOriginals() throws Exception {
    Path weights = new SmallWhisper().write(folder.resolve("small.bin"));

    assertThat(difference(logits(weights, Precision.FP32), Reference.floats("small")))
        .isLessThan(1e-3f);
    for (Precision bytes : BYTES) {
      assertThat(difference(logits(weights, bytes), Reference.floats("small")))
          .isBetween(1e-4f, 3f);
    }
  }

  @Test
  void theLogitsOfBaseAreTheOriginals() throws Exception {
    Path weights = RealWhisper.baseFile();

    assertThat(difference(logits(weights, Precision.FP32), Reference.floats("base")))
        .isLessThan(1e-3f);
    for (Precision bytes : BYTES) {
      assertThat(difference(logits(weights, bytes), Reference.floats("base"))).isBetween(1e-3f, 3f);
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
    try (var model = WhisperModel.open(weights);
        var base = WhisperModel.open(RealWhisper.baseFile());
        Arena arena = Arena.ofConfined()) {
      GraphFiles files = new GraphCache(folder.resolve("cache")).graphs(model, weights, precision);
      try (var network = new Network(model, files, 2)) {
        var sound = new HeardSound(arena, model.shape(), precision, 1, POSITIONS);
        network.encode(new LogMel(base.filters()).of(jfk, 2 * POSITIONS), sound, 0);
        var text = new WrittenText(arena, model.shape(), 1, 64);
        var scores = new StepScores(arena, model.shape(), tokens.length, 1);
        int half = tokens.length / 2;
        float[] all = new float[tokens.length * model.shape().vocabulary()];
        int[] first = IntStream.range(0, half).toArray();
        int[][] start = {IntStream.of(tokens).limit(half).toArray()};
        network.step(start, new int[] {half - 1}, first, sound, 0, 1, text, 0, scores);
        for (int i = 0; i < half; i++) {
          copy(scores.at(i), all, i * model.shape().vocabulary());
        }
        for (int i = half; i < tokens.length; i++) {
          int[][] next = {{tokens[i]}};
          network.step(next, new int[] {i}, new int[] {0}, sound, 0, 1, text, 0, scores);
          copy(scores.at(0), all, i * model.shape().vocabulary());
        }
        return Reference.sample(all, LOGITS_STEP);
      }
    }
  }

  /** The logits, after a look at what is said of them. */
  private static void copy(TokenScores scores, float[] to, int at) {
    float[] text = scores.text().get();
    float most = Float.NEGATIVE_INFINITY;
    double sum = 0;
    for (float logit : text) {
      most = Math.max(most, logit);
      sum += Math.exp(logit);
    }
    assertThat(scores.likelyLogits()).containsExactly(most);
    assertThat(text[scores.likely()[0]]).isEqualTo(most);
    assertThat((double) scores.textSum()).isCloseTo(Math.log(sum), within(1e-3));
    System.arraycopy(text, 0, to, at, text.length);
    System.arraycopy(scores.other(), 0, to, at + text.length, scores.other().length);
  }

  /** The largest difference; what is never spoken has no logit. */
  private static float difference(float[] left, float[] right) {
    assertThat(left).hasSameSizeAs(right);
    float most = 0;
    for (int i = 0; i < left.length; i++) {
      if (left[i] != Float.NEGATIVE_INFINITY) {
        most = Math.max(most, Math.abs(left[i] - right[i]));
      }
    }
    assertThat(most).isNotNaN();
    return most;
  }
}
