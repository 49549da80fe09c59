package ai.stt.inference.engine.whisper;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.stt.inference.catalog.convert.WhisperShape;
import ai.stt.inference.engine.whisper.graph.HeardPart;
import ai.stt.inference.engine.whisper.graph.Precision;
import ai.stt.inference.onnx.OnnxType;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the encoder made of windows: the keys and values that each layer of the decoder attends to,
 * one row a window. One thread at a time.
 */
final class HeardSound {
  private final List<HeardPart> parts;
  private final List<Block> blocks = new ArrayList<>();
  private final int positions;

  HeardSound(Arena arena, WhisperShape shape, Precision precision, int windows, int positions) {
    this.positions = positions;
    this.parts = HeardPart.of(shape, precision, positions);
    for (HeardPart part : parts) {
      OnnxJavaType type = part.type() == OnnxType.INT8 ? OnnxJavaType.INT8 : OnnxJavaType.FLOAT;
      blocks.add(new Block(arena, windows, type, part.rowShape()));
    }
  }

  /** What one row takes. */
  static long rowBytes(WhisperShape shape, Precision precision, int positions) {
    return HeardPart.of(shape, precision, positions).stream().mapToLong(HeardPart::rowBytes).sum();
  }

  int positions() {
    return positions;
  }

  /** Adds tensors of the rows, by the graphs' names; closed by the caller. */
  void lend(OrtEnvironment environment, int from, int rows, Map<String, OnnxTensor> to)
      throws OrtException {
    for (int i = 0; i < blocks.size(); i++) {
      to.put(parts.get(i).name(), blocks.get(i).lend(environment, from, rows));
    }
  }

  void copyRow(HeardSound source, int from, int to) {
    for (int i = 0; i < blocks.size(); i++) {
      blocks.get(i).copyRow(source.blocks.get(i), from, to);
    }
  }
}
