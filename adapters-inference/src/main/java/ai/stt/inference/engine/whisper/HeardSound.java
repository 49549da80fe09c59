package ai.stt.inference.engine.whisper;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.stt.inference.catalog.convert.WhisperShape;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the encoder made of windows: the keys and values that each layer of the decoder attends to,
 * one row a window. One thread at a time.
 */
final class HeardSound {
  private final List<String> names = new ArrayList<>();
  private final List<Block> blocks = new ArrayList<>();
  private final int positions;

  HeardSound(Arena arena, WhisperShape shape, int windows, int positions) {
    this.positions = positions;
    long heads = shape.textHeads();
    for (int layer = 0; layer < shape.textLayers(); layer++) {
      for (String part : List.of("key", "value")) {
        names.add(part + layer);
        blocks.add(new Block(arena, windows, heads, positions, shape.textState() / heads));
      }
    }
  }

  /** What one row takes. */
  static long rowBytes(WhisperShape shape, int positions) {
    return 2L * shape.textLayers() * positions * shape.textState() * Float.BYTES;
  }

  int positions() {
    return positions;
  }

  /** Adds tensors of the rows, by the graphs' names; closed by the caller. */
  void lend(OrtEnvironment environment, int from, int rows, Map<String, OnnxTensor> to)
      throws OrtException {
    for (int i = 0; i < blocks.size(); i++) {
      to.put(names.get(i), blocks.get(i).lend(environment, from, rows));
    }
  }

  void copyRow(HeardSound source, int from, int to) {
    for (int i = 0; i < blocks.size(); i++) {
      blocks.get(i).copyRow(source.blocks.get(i), from, to);
    }
  }
}
