package ai.stt.inference.engine.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.stt.plugin.engine.OnnxRuntime;
import ai.stt.plugin.engine.OnnxSession;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** The engine on the CPU. Thread-safe. */
public final class OnnxEngine implements OnnxRuntime {
  private static final long START_STACK_BYTES = 256L << 20;

  private final OrtEnvironment environment;
  private final int threads;
  private final int all;

  /**
   * An engine; the first one of the process loads the library.
   *
   * @param threads the most that one run may use
   * @param all the threads of the device
   */
  public OnnxEngine(int threads, int all) {
    if (threads < 1 || all < threads) {
      throw new IllegalArgumentException("threads is not in 1..%d: %d".formatted(all, threads));
    }
    this.threads = threads;
    this.all = all;
    this.environment = environment();
  }

  /** An engine with a device of its own. */
  public OnnxEngine(int threads) {
    this(threads, threads);
  }

  /**
   * The library's environment, made on a deep stack: its start matches the command line of the
   * process against a regular expression by recursion, and a class path of 15 KB overflows the
   * stack of a usual thread, which ends the process without a word.
   */
  public static OrtEnvironment environment() {
    var made =
        new FutureTask<>(
            () -> {
              var level = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR;
              OrtEnvironment environment = OrtEnvironment.getEnvironment(level);
              KeptEnvironment.keep();
              return environment;
            });
    Thread.ofPlatform().name("onnx-start").stackSize(START_STACK_BYTES).start(made);
    try {
      return made.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("ONNX Runtime does not start", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while ONNX Runtime was started", e);
    }
  }

  @Override
  public OnnxSession open(Path graph, int wanted) {
    if (!Files.isRegularFile(graph)) {
      throw unusable(graph, "it is not there", null);
    }
    try (var options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(Math.clamp(wanted, 1, threads));
      options.setInterOpNumThreads(1);
      // A thread that spins while it waits takes a core from everybody else.
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      return new OpenGraph(environment, environment.createSession(graph.toString(), options));
    } catch (OrtException e) {
      throw unusable(graph, "ONNX Runtime refuses it", e);
    }
  }

  @Override
  public int threads() {
    return all;
  }

  private static SpeechException unusable(Path graph, String why, @Nullable OrtException cause) {
    return new SpeechException(
        ErrorCode.MODEL_UNAVAILABLE,
        "the weights '%s' cannot be used: %s".formatted(graph.getFileName(), why),
        cause);
  }
}
