package ai.stt.inference.engine.whisper;

/** Which engine runs Whisper's weights. */
public enum WhisperEngineChoice {
  /** ONNX Runtime for weights that are not quantised, whisper.cpp for those that are. */
  AUTO,
  /** ONNX Runtime. */
  ONNX,
  /** whisper.cpp. */
  WHISPER_CPP;

  /**
   * The choice of this name, as the configuration has it.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static WhisperEngineChoice named(String name) {
    return switch (name) {
      case "auto" -> AUTO;
      case "onnx" -> ONNX;
      case "whisper.cpp" -> WHISPER_CPP;
      default ->
          throw new IllegalArgumentException(
              "engine is auto, onnx or whisper.cpp, not '%s'".formatted(name));
    };
  }
}
