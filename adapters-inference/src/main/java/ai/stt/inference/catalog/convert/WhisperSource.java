package ai.stt.inference.catalog.convert;

import ai.stt.inference.tensor.UnreadableFileException;
import java.util.List;

/** A Whisper model of another program, as the tensors that a ggml file has. One thread. */
interface WhisperSource {
  /** The model's dimensions. */
  WhisperShape shape() throws UnreadableFileException;

  /**
   * Every tensor, in the order of OpenAI's checkpoints, which is that of the ggml file; asked once.
   *
   * @throws UnreadableFileException when one is missing, quantised or of another shape, or when the
   *     model has one that ggml has no place for
   */
  List<Placed> inOrder(WhisperShape shape) throws UnreadableFileException;
}
