package ai.stt.plugin.engine;

import java.nio.file.Path;

/** An engine that runs Whisper weights in ggml format. Thread-safe. */
public interface WhisperEngine {
  /**
   * Reads weights into memory, once for all sessions.
   *
   * @param weights a ggml file
   * @throws ai.stt.speech.error.SpeechException {@code MODEL_UNAVAILABLE} when the file is missing,
   *     cut short or no ggml Whisper file, or when the device has no room for it
   */
  WhisperWeights load(Path weights);
}
