package ai.stt.plugin.engine;

import java.nio.file.Path;

/** An engine that runs language models in GGUF format. Thread-safe. */
public interface LlamaEngine {
  /**
   * Reads weights into memory, once for all requests.
   *
   * @param weights a GGUF file
   * @throws ai.stt.speech.error.SpeechException {@code MODEL_UNAVAILABLE} when the file is missing,
   *     cut short, no GGUF file or of a model that does not write text, or when the device has no
   *     room for it
   */
  LlamaWeights load(Path weights);
}
