package ai.stt.plugin.engine;

import java.nio.file.Path;

/** The ONNX Runtime engine: runs ONNX graphs. Thread-safe. */
public interface OnnxRuntime {
  /**
   * Opens a graph with its weights.
   *
   * @param graph an ONNX file
   * @param threads how many threads one run may use; capped at the share of the device
   * @throws ai.stt.speech.error.SpeechException {@code MODEL_UNAVAILABLE} when the file is missing,
   *     cut short or no graph that can run here
   */
  OnnxSession open(Path graph, int threads);

  /** How many threads the device has, for a model that makes small runs of one thread each. */
  int threads();
}
