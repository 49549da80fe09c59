package ai.stt.inference.engine.whisper;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.stt.inference.catalog.convert.WhisperShape;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the decoder keeps of the tokens so far: its own keys and values, one row a hypothesis, with
 * room for so many tokens. The graph writes them in place. One thread at a time.
 */
final class WrittenText {
  private final List<Block> keys = new ArrayList<>();
  private final List<Block> values = new ArrayList<>();
  private final int headSize;

  WrittenText(Arena arena, WhisperShape shape, int rows, int capacity) {
    long heads = shape.textHeads();
    this.headSize = shape.textState() / shape.textHeads();
    for (int layer = 0; layer < shape.textLayers(); layer++) {
      keys.add(new Block(arena, rows, OnnxJavaType.FLOAT, heads, capacity, headSize));
      values.add(new Block(arena, rows, OnnxJavaType.FLOAT, heads, capacity, headSize));
    }
  }

  /** What one row takes. */
  static long rowBytes(WhisperShape shape, int capacity) {
    return 2L * shape.textLayers() * capacity * shape.textState() * Float.BYTES;
  }

  /** Adds the rows' tensors as the graph's inputs and, being the same memory, its outputs. */
  void lend(
      OrtEnvironment environment,
      int from,
      int rows,
      Map<String, OnnxTensor> inputs,
      Map<String, OnnxTensor> outputs)
      throws OrtException {
    for (int layer = 0; layer < keys.size(); layer++) {
      OnnxTensor key = keys.get(layer).lend(environment, from, rows);
      inputs.put("pastKey" + layer, key);
      outputs.put("nextKey" + layer, key);
      OnnxTensor value = values.get(layer).lend(environment, from, rows);
      inputs.put("pastValue" + layer, value);
      outputs.put("nextValue" + layer, value);
    }
  }

  /** Copies a hypothesis of so many tokens. */
  void copyRow(int from, int to, int tokens) {
    keys.forEach(block -> block.copyStarts(from, to, (long) tokens * headSize));
    values.forEach(block -> block.copyStarts(from, to, (long) tokens * headSize));
  }
}
