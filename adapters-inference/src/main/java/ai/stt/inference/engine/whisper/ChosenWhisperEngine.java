package ai.stt.inference.engine.whisper;

import ai.stt.inference.catalog.convert.WhisperGgml;
import ai.stt.plugin.engine.WhisperEngine;
import ai.stt.plugin.engine.WhisperWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The engine that is chosen for each file; each is made when it is first needed. Thread-safe. */
public final class ChosenWhisperEngine implements WhisperEngine {
  private final WhisperEngineChoice choice;
  private final Supplier<WhisperEngine> onnx;
  private final Supplier<WhisperEngine> whisperCpp;
  private @Nullable WhisperEngine madeOnnx;
  private @Nullable WhisperEngine madeWhisperCpp;

  /** Two engines to choose from. */
  public ChosenWhisperEngine(
      WhisperEngineChoice choice,
      Supplier<WhisperEngine> onnx,
      Supplier<WhisperEngine> whisperCpp) {
    this.choice = choice;
    this.onnx = onnx;
    this.whisperCpp = whisperCpp;
  }

  @Override
  public WhisperWeights load(Path weights) {
    return (runsOnOnnx(weights) ? onnx() : whisperCpp()).load(weights);
  }

  private boolean runsOnOnnx(Path weights) {
    return switch (choice) {
      case ONNX -> true;
      case WHISPER_CPP -> false;
      case AUTO -> !quantised(weights);
    };
  }

  /** A file that cannot be read is for the default engine to refuse. */
  private static boolean quantised(Path weights) {
    try {
      return !WhisperGgml.read(weights).quantisation().isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  private synchronized WhisperEngine onnx() {
    if (madeOnnx == null) {
      madeOnnx = onnx.get();
    }
    return madeOnnx;
  }

  private synchronized WhisperEngine whisperCpp() {
    if (madeWhisperCpp == null) {
      madeWhisperCpp = whisperCpp.get();
    }
    return madeWhisperCpp;
  }
}
