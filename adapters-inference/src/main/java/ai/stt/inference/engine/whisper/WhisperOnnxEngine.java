package ai.stt.inference.engine.whisper;

import ai.onnxruntime.OrtException;
import ai.stt.inference.catalog.convert.WhisperShape;
import ai.stt.inference.engine.whisper.graph.GraphCache;
import ai.stt.inference.engine.whisper.graph.NotFiniteException;
import ai.stt.inference.engine.whisper.graph.Precision;
import ai.stt.inference.engine.whisper.graph.WhisperModel;
import ai.stt.inference.tensor.UnreadableFileException;
import ai.stt.plugin.engine.WhisperEngine;
import ai.stt.plugin.engine.WhisperWeights;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The engine on the CPU. Thread-safe. */
public final class WhisperOnnxEngine implements WhisperEngine {
  private static final long LEAST_BUDGET = 64L << 20;
  private static final long USUAL_BUDGET = 384L << 20;
  private static final int LARGE_MODEL_SEATS = 8;

  private final GraphCache cache;
  private final int threads;
  private final Precision precision;
  private final boolean alignWords;
  private final boolean wholeWindows;

  /**
   * An engine.
   *
   * @param cache folder of the graphs that are built
   * @param threads processors that each loaded model uses, however many sessions it has
   * @param alignWords whether word times come from the attention of the alignment heads; without,
   *     they are the model's own time stamps, spread over the tokens
   */
  public WhisperOnnxEngine(Path cache, int threads, Precision precision, boolean alignWords) {
    this(cache, threads, precision, alignWords, false);
  }

  /** An engine that always hears 30 seconds if so wanted, as the original does. */
  WhisperOnnxEngine(
      Path cache, int threads, Precision precision, boolean alignWords, boolean wholeWindows) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads is not positive: " + threads);
    }
    this.cache = new GraphCache(cache);
    this.threads = threads;
    this.precision = precision;
    this.alignWords = alignWords;
    this.wholeWindows = wholeWindows;
  }

  @Override
  public WhisperWeights load(Path weights) {
    if (!Files.isRegularFile(weights)) {
      throw unusable("the file is gone", null);
    }
    WhisperModel model = open(weights);
    try {
      Precision possible = ExactSums.here() ? precision : precision.withoutExactSums();
      var network = new Network(model, cache.graphs(model, weights, possible), threads);
      return new BatchedWeights(
          model, network, lengths(model.shape()), budget(model.shape(), possible), alignWords);
    } catch (OrtException | NotFiniteException e) {
      model.close();
      throw unusable(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      model.close();
      throw new SpeechException(
          ErrorCode.MODEL_UNAVAILABLE,
          "the model's graphs cannot be written to the cache; is the disk full?",
          e);
    }
  }

  private static WhisperModel open(Path weights) {
    try {
      return WhisperModel.open(weights);
    } catch (UnreadableFileException | NotFiniteException e) {
      throw unusable(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw unusable("the file cannot be read", e);
    }
  }

  /** About 8, 15 and 30 seconds: few sizes, since each has its own seats in memory. */
  private List<Integer> lengths(WhisperShape shape) {
    int all = shape.audioContext();
    return wholeWindows ? List.of(all) : List.of(all / 4, all / 2, all);
  }

  /** A quarter of the memory that can be had, but no more than a few windows need. */
  private static long budget(WhisperShape shape, Precision precision) {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    var size = new Lane.Size(false, shape.audioContext(), 1, shape.textContext());
    long seat = size.seatBytes(shape, precision);
    long most = Math.max(USUAL_BUDGET, LARGE_MODEL_SEATS * seat);
    return Math.clamp(availableMemory(system) / 4, LEAST_BUDGET, most);
  }

  /** What is free or, on Linux, can be made free: the cache of files counts as taken else. */
  private static long availableMemory(OperatingSystemMXBean system) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/meminfo"))) {
      long available =
          lines
              .filter(line -> line.startsWith("MemAvailable:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
              .findFirst()
              .orElse(0);
      long limit = system.getTotalMemorySize(); // that of a container, too
      return Math.max(system.getFreeMemorySize(), Math.min(available, limit));
    } catch (IOException | UncheckedIOException e) {
      return system.getFreeMemorySize();
    }
  }

  private static SpeechException unusable(String why, @Nullable Exception cause) {
    return new SpeechException(
        ErrorCode.MODEL_UNAVAILABLE,
        "the model's weights cannot be used: %s; the operator removes the model and pulls or imports it again"
            .formatted(why),
        cause);
  }
}
