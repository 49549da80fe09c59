package ai.stt.inference.engine.whisper;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.inference.engine.whisper.graph.GraphCache;
import ai.stt.inference.engine.whisper.graph.Precision;
import ai.stt.inference.engine.whisper.graph.WhisperModel;
import ai.stt.inference.engine.whisper.search.TokenScores;
import ai.stt.inference.engine.whisper.text.Tokens;
import ai.stt.plugin.engine.WhisperRequest;
import ai.stt.plugin.engine.WhisperSession;
import ai.stt.plugin.engine.WhisperWeights;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models of the dimensions of others than base, of random weights and a width of 64. */
final class ShapesTest {
  private static final int POSITIONS = 1500;

  @TempDir private Path folder;

  @ParameterizedTest(name = "{0} tokens, {1} mels, {2} and {3} layers")
  @CsvSource({"51866, 128, 6, 4, 100", "51866, 128, 5, 2, 100", "51864, 80, 2, 2, 1"})
  void aTextIsWrittenByModelsOfTheFormOfTurboDistilAndEnglishOnes(
      int vocabulary, int mels, int audioLayers, int textLayers, int languages) throws Exception {
    Path file = write(vocabulary, mels, audioLayers, textLayers);
    var engine = new WhisperOnnxEngine(folder.resolve("cache"), 2, Precision.INT8, true);
    float[] window = new float[80_000];
    for (int i = 0; i < window.length; i++) {
      window[i] = (float) Math.sin(i * 0.05) * (i % 4000) / 4000;
    }
    try (WhisperWeights weights = engine.load(file);
        WhisperSession session = weights.open()) {
      assertThat(weights.shape().languages()).hasSize(languages);
      assertThat(session.detectLanguage(window, () -> false)).hasSize(languages);
      var request = new WhisperRequest("en", null, true, 2, 0, 2.4f, 2.4f, -99, 1);
      assertThat(session.transcribe(window, request, () -> false).heardMs()).isBetween(1L, 5000L);
    }
  }

  @ParameterizedTest(name = "{0} tokens, {1} mels, {2} and {3} layers")
  @CsvSource({"51866, 128, 6, 4", "51866, 128, 5, 2", "51864, 80, 2, 2"})
  void theLogitsAreTheSameTokenByTokenAndAtOnceAndCloseInBytes(
      int vocabulary, int mels, int audioLayers, int textLayers) throws Exception {
    Path file = write(vocabulary, mels, audioLayers, textLayers);
    float[] exact = logits(file, Precision.FP32, false);

    assertThat(exact).hasSize(vocabulary);
    assertThat(difference(logits(file, Precision.FP32, true), exact)).isLessThan(1e-4f);
    assertThat(difference(logits(file, Precision.INT8, false), exact)).isBetween(1e-4f, 3f);
  }

  private Path write(int vocabulary, int mels, int audioLayers, int textLayers) throws Exception {
    return new SmallWhisper(vocabulary, mels, audioLayers, textLayers, 2)
        .write(folder.resolve("small.bin"));
  }

  /** Behind the last of some tokens, over noise. */
  private float[] logits(Path file, Precision precision, boolean oneByOne) throws Exception {
    try (var model = WhisperModel.open(file);
        Arena arena = Arena.ofConfined()) {
      var files = new GraphCache(folder.resolve("cache")).graphs(model, file, precision);
      try (var network = new Network(model, files, 2)) {
        var sound = new HeardSound(arena, model.shape(), precision, 1, POSITIONS);
        float[] mel = new float[model.shape().mels() * 2 * POSITIONS];
        var random = new Random(3);
        for (int i = 0; i < mel.length; i++) {
          mel[i] = random.nextFloat();
        }
        network.encode(mel, sound, 0);
        var text = new WrittenText(arena, model.shape(), 1, 16);
        var scores = new StepScores(arena, model.shape(), 1, 1);
        int[] tokens = {new Tokens(model.shape().vocabulary()).start(), 300, 17, 4242, 9, 50_000};
        int last = tokens.length - 1;
        if (oneByOne) {
          for (int i = 0; i <= last; i++) {
            int[][] next = {{tokens[i]}};
            network.step(next, new int[] {i}, new int[1], sound, 0, 1, text, 0, scores);
          }
        } else {
          int[][] all = {tokens};
          int[] pick = {last};
          network.step(all, new int[] {last}, pick, sound, 0, 1, text, 0, scores);
        }
        return all(scores.at(0));
      }
    }
  }

  private static float[] all(TokenScores scores) {
    float[] text = scores.text().get();
    float[] all = new float[text.length + scores.other().length];
    System.arraycopy(text, 0, all, 0, text.length);
    System.arraycopy(scores.other(), 0, all, text.length, scores.other().length);
    return all;
  }

  /** The largest difference; what is never spoken has no logit. */
  private static float difference(float[] left, float[] right) {
    double most =
        IntStream.range(0, left.length)
            .filter(i -> left[i] != Float.NEGATIVE_INFINITY)
            .mapToDouble(i -> Math.abs(left[i] - right[i]))
            .max()
            .orElseThrow();
    assertThat(most).isFinite();
    return (float) most;
  }
}
