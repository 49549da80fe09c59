package ai.stt.inference.engine.whispercpp;

import ai.stt.inference.catalog.convert.WhisperGgml;
import ai.stt.inference.catalog.convert.WhisperShape;
import ai.stt.inference.tensor.UnreadableFileException;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The check of a file before native code reads it. That trusts its input: it takes a file that is
 * cut short for a whole one, and odd dimensions end the process.
 */
final class WeightsHeader {
  private static final int MOST_VOCABULARY = 51_866;
  private static final int MOST_AUDIO_CONTEXT = 1500;
  private static final int OF_32_BITS = 0;

  private WeightsHeader() {}

  /**
   * What a whole file says about its model.
   *
   * @throws SpeechException {@code MODEL_UNAVAILABLE} with the reason when it cannot be used
   */
  static WhisperShape read(Path weights) {
    if (!Files.isRegularFile(weights)) {
      throw unusable("the file is gone", null);
    }
    try {
      WhisperShape shape = WhisperGgml.read(weights);
      if (!runs(shape)) {
        throw unusable("whisper.cpp does not run a model of these dimensions", null);
      }
      if (shape.fileType() == OF_32_BITS) { // its convolutions would end the process
        throw new SpeechException(
            ErrorCode.MODEL_UNAVAILABLE,
            "whisper.cpp does not run weights of 32 bits; the operator sets whisper.engine: onnx, or imports them with 16 bits");
      }
      return shape;
    } catch (UnreadableFileException e) {
      throw unusable(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw unusable("the file cannot be read", e);
    }
  }

  /** The error of weights that cannot be used. */
  static SpeechException unusable(String why, @Nullable Exception cause) {
    return new SpeechException(
        ErrorCode.MODEL_UNAVAILABLE,
        "the model's weights cannot be used: %s; the operator removes the model and pulls or imports it again"
            .formatted(why),
        cause);
  }

  private static boolean runs(WhisperShape shape) {
    return shape.vocabulary() <= MOST_VOCABULARY
        && shape.audioContext() <= MOST_AUDIO_CONTEXT
        && shape.audioState() == shape.textState()
        && shape.audioState() % shape.audioHeads() == 0
        && shape.textState() % shape.textHeads() == 0;
  }
}
