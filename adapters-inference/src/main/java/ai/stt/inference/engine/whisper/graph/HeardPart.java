package ai.stt.inference.engine.whisper.graph;

import ai.stt.inference.catalog.convert.WhisperShape;
import ai.stt.inference.onnx.OnnxType;
import java.util.ArrayList;
import java.util.List;

/**
 * One of the tensors in which the encoder hands a window's sound to the decoder: the keys and
 * values of a layer's cross-attention, or the scales of 8-bit ones.
 *
 * @param name of the encoder's output and the decoders' input
 * @param type of its numbers
 * @param rowShape its shape without the windows
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record HeardPart(String name, OnnxType type, long... rowShape) {
  /** All of a model's. */
  public static List<HeardPart> of(WhisperShape shape, Precision precision, int positions) {
    long heads = shape.textHeads();
    long size = shape.textState() / heads;
    List<HeardPart> parts = new ArrayList<>();
    for (int layer = 0; layer < shape.textLayers(); layer++) {
      if (precision.soundInBytes()) {
        parts.add(new HeardPart("key" + layer, OnnxType.INT8, heads, size, positions));
        parts.add(new HeardPart("keyScale" + layer, OnnxType.FLOAT32, heads, 1, positions));
        parts.add(new HeardPart("value" + layer, OnnxType.INT8, heads, positions, size));
        parts.add(new HeardPart("valueScale" + layer, OnnxType.FLOAT32, heads, 1, size));
      } else {
        parts.add(new HeardPart("key" + layer, OnnxType.FLOAT32, heads, positions, size));
        parts.add(new HeardPart("value" + layer, OnnxType.FLOAT32, heads, positions, size));
      }
    }
    return parts;
  }

  /** Bytes of one row. */
  public long rowBytes() {
    long bytes = type.bytes();
    for (long dimension : rowShape) {
      bytes *= dimension;
    }
    return bytes;
  }
}
