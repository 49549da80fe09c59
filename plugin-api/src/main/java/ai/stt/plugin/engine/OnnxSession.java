package ai.stt.plugin.engine;

import java.util.Map;

/** A graph in memory. Thread-safe: runs share nothing but the weights. */
public interface OnnxSession extends AutoCloseable {
  /**
   * Computes all outputs.
   *
   * @param inputs each input of the graph by its name
   * @return all outputs; a state among them is handed back in with the next run
   * @throws IllegalArgumentException when an input is missing or not of the type or shape that the
   *     graph takes
   * @throws ai.stt.speech.error.SpeechException {@code INTERNAL} when the run fails
   * @throws IllegalStateException after {@link #close}
   */
  OnnxOutputs run(Map<String, OnnxTensor> inputs);

  /** Frees the graph once no run uses it. Idempotent. */
  @Override
  void close();
}
