package ai.stt.inference.engine.whisper;

import ai.onnxruntime.OrtException;
import ai.stt.inference.engine.whisper.graph.GraphCache;
import ai.stt.inference.engine.whisper.graph.GraphFiles;
import ai.stt.inference.engine.whisper.graph.Precision;
import ai.stt.inference.engine.whisper.graph.WhisperModel;
import ai.stt.plugin.engine.WhisperRequest;
import ai.stt.plugin.engine.WhisperWeights;
import ai.stt.plugin.engine.WhisperWindow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Decoders on a model of random weights: it babbles, but always the same. */
final class SmallDecoder {
  /** Positions of a window of ten seconds, and of the longest. */
  static final int SHORT = 500;

  static final int LONG = 1500;

  /** Greedy, and with what comes of it. */
  static final WhisperRequest ONE_TRY = request(null, 1);

  /** Memory for one seat, and for many. */
  static final long SMALL_BUDGET = 1L << 20;

  static final long LARGE_BUDGET = 1L << 30;

  private final Path folder;
  private final Path weights;

  /** Makes the graphs that the decoder runs. */
  @FunctionalInterface
  interface Networks {
    Network open(WhisperModel model, GraphFiles files) throws OrtException;
  }

  /** Writes the weights into a folder, in which graphs are kept, too. */
  SmallDecoder(Path folder) throws Exception {
    this.folder = folder;
    this.weights = new SmallWhisper().write(folder.resolve("small.bin"));
  }

  /** The file of the weights. */
  Path file() {
    return weights;
  }

  /** A decoder that is watched. */
  WhisperWeights load(long budget, WatchedNetwork.Watcher watcher) throws Exception {
    return load(Precision.INT8, List.of(SHORT, LONG), budget, watched(watcher));
  }

  /** The same with windows that are all short. */
  WhisperWeights load(Precision precision, WatchedNetwork.Watcher watcher) throws Exception {
    return load(precision, List.of(SHORT), 1L << 32, watched(watcher));
  }

  /** A decoder. */
  WhisperWeights load(long budget) throws Exception {
    return load(budget, (rows, place, windows) -> {});
  }

  /** A decoder on a network of the test's own. */
  WhisperWeights load(Networks networks) throws Exception {
    return load(Precision.INT8, List.of(SHORT, LONG), LARGE_BUDGET, networks);
  }

  private WhisperWeights load(
      Precision precision, List<Integer> lengths, long budget, Networks networks) throws Exception {
    WhisperModel model = WhisperModel.open(weights);
    GraphFiles files = new GraphCache(folder.resolve("cache")).graphs(model, weights, precision);
    return new BatchedWeights(model, networks.open(model, files), lengths, budget, true);
  }

  private static Networks watched(WatchedNetwork.Watcher watcher) {
    return (model, files) -> new WatchedNetwork(model, files, 2, watcher);
  }

  /** Tokens of a text. */
  static int tokens(WhisperWindow heard) {
    return heard.segments().stream().mapToInt(segment -> segment.tokens().size()).sum();
  }

  /** One try in English. */
  static WhisperRequest request(@Nullable String prompt, int beam) {
    return request("en", prompt, beam);
  }

  /** One try. */
  static WhisperRequest request(String language, @Nullable String prompt, int beam) {
    return new WhisperRequest(language, prompt, true, beam, 0, 2.4f, 2.4f, -99, 1);
  }

  /** Windows of 1, 2, 3... seconds. */
  static List<float[]> windows(int count) {
    List<float[]> windows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      var random = new Random(i);
      float[] window = new float[16_000 * (1 + i)];
      for (int s = 0; s < window.length; s++) {
        window[s] = (float) (Math.sin(s * (0.02 + i * 0.01)) * random.nextFloat());
      }
      windows.add(window);
    }
    return windows;
  }

  /** All that a window says, to the last bit. */
  static String bits(WhisperWindow window) {
    var all = new StringBuilder().append(window.heardMs());
    window
        .segments()
        .forEach(
            segment -> {
              all.append('\n').append(segment.startMs()).append('-').append(segment.endMs());
              all.append(' ').append(Float.floatToRawIntBits(segment.noSpeechProbability()));
              segment
                  .tokens()
                  .forEach(
                      token ->
                          all.append(' ')
                              .append(Arrays.toString(token.utf8()))
                              .append(Float.floatToRawIntBits(token.probability()))
                              .append('@')
                              .append(token.alignedMs()));
            });
    return all.toString();
  }
}
