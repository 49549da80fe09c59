package ai.stt.inference.engine.whisper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.stt.inference.engine.whisper.graph.GraphCache;
import ai.stt.inference.engine.whisper.graph.GraphFiles;
import ai.stt.inference.engine.whisper.graph.Precision;
import ai.stt.inference.engine.whisper.graph.WhisperModel;
import ai.stt.inference.engine.whisper.search.TokenScores;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.stream.IntStream;

/** What the graphs of a model compute of some tokens. */
public final class Logits {
  private static final int POSITIONS = 1500;

  private Logits() {}

  /**
   * The logits behind each token: the first half is heard at once, the others one by one.
   *
   * @param mel {@code [mels][3000]}
   * @return {@code [tokens][vocabulary]}
   */
  static float[] of(Path weights, Precision precision, float[] mel, int[] tokens, Path cache)
      throws Exception {
    try (var model = WhisperModel.open(weights);
        Arena arena = Arena.ofConfined()) {
      GraphFiles files = new GraphCache(cache).graphs(model, weights, precision);
      try (var network = new Network(model, files, 2)) {
        var sound = new HeardSound(arena, model.shape(), precision, 1, POSITIONS);
        network.encode(mel, sound, 0);
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
        return all;
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
  public static float difference(float[] left, float[] right) {
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
