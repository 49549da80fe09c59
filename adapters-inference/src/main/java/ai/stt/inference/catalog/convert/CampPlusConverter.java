package ai.stt.inference.catalog.convert;

import ai.stt.inference.onnx.OnnxGraph;
import ai.stt.inference.tensor.TorchFile;
import ai.stt.inference.tensor.UnreadableFileException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;

/**
 * Turns the PyTorch weights of CAM++ (3D-Speaker, "speech_campplus_sv", 192 numbers) into an ONNX
 * graph: {@code feats [batch, frames, 80]} to {@code embs [batch, 192]}.
 */
public final class CampPlusConverter {
  private CampPlusConverter() {}

  /**
   * Converts the file.
   *
   * @throws UnreadableFileException when it is no state dict of this model; the message says why
   */
  public static void convert(Path weights, Path target) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      OnnxGraph graph = new CampPlusGraph(TorchFile.read(weights, arena)).build();
      graph.write(target);
    }
  }
}
