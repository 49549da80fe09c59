package ai.stt.inference.engine.whisper.graph;

import ai.stt.inference.catalog.convert.WhisperShape;
import ai.stt.inference.onnx.Attribute;
import ai.stt.inference.onnx.Dim;
import ai.stt.inference.onnx.OnnxGraph;
import ai.stt.inference.onnx.OnnxGraph.Value;
import ai.stt.inference.onnx.OnnxType;
import java.util.List;

/**
 * Attention to the sound, as the encoder prepares it and the decoder pays it; see {@link HeardPart}
 * for what passes between them. In bytes, keys have a scale for each position and values one for
 * each column; they are a quarter in memory, which is what a step reads most of. One thread at a
 * time.
 */
final class SoundAttention {
  private static final long FLOAT = 1;
  private static final long POSITIONS_AXIS = 2;
  private static final long COLUMNS_AXIS = 3;

  private final Parts parts;
  private final OnnxGraph graph;
  private final boolean bytes;
  private final int heads;
  private final int size;

  SoundAttention(Parts parts, WhisperShape shape, Precision precision) {
    this.parts = parts;
    this.graph = parts.graph();
    this.bytes = precision.soundInBytes();
    this.heads = shape.textHeads();
    this.size = shape.textState() / heads;
  }

  /** Makes keys {@code [1, positions, width]} an output of the encoder. */
  void handKeys(Value keys, int layer) {
    Value headed = parts.heads(keys, heads);
    if (!bytes) {
      hand("key" + layer, headed, OnnxType.FLOAT32, Dim.of("positions"), Dim.of(size));
      return;
    }
    Int8Rows.Numbers kept = parts.rows().kept(headed, COLUMNS_AXIS);
    Dim positions = Dim.of("positions");
    hand("key" + layer, turned(kept.values()), OnnxType.INT8, Dim.of(size), positions);
    hand("keyScale" + layer, turned(kept.scales()), OnnxType.FLOAT32, Dim.of(1), positions);
  }

  /** Makes values {@code [1, positions, width]} an output of the encoder. */
  void handValues(Value values, int layer) {
    Value headed = parts.heads(values, heads);
    if (!bytes) {
      hand("value" + layer, headed, OnnxType.FLOAT32, Dim.of("positions"), Dim.of(size));
      return;
    }
    Int8Rows.Numbers kept = parts.rows().kept(headed, POSITIONS_AXIS);
    hand("value" + layer, kept.values(), OnnxType.INT8, Dim.of("positions"), Dim.of(size));
    hand("valueScale" + layer, kept.scales(), OnnxType.FLOAT32, Dim.of(1), Dim.of(size));
  }

  /** What queries {@code [windows, time, width]} find in a layer's values. */
  Value attend(Value queries, int layer) {
    return bytes ? attendInBytes(queries, layer) : attend(queries, keys(layer), values(layer));
  }

  /** A layer's keys as real numbers, {@code [windows, heads, positions, size]}. */
  Value keys(int layer) {
    return bytes
        ? turned(real(keyBytes(layer), keyScales(layer)))
        : input("key" + layer, OnnxType.FLOAT32, Dim.of("positions"), Dim.of(size));
  }

  /** A layer's values likewise. */
  Value values(int layer) {
    return bytes
        ? real(valueBytes(layer), valueScales(layer))
        : input("value" + layer, OnnxType.FLOAT32, Dim.of("positions"), Dim.of(size));
  }

  /** Attention to keys and values that are real numbers. */
  Value attend(Value queries, Value keys, Value values) {
    return parts.own(
        "MultiHeadAttention",
        List.of(queries, keys, values),
        Attribute.of("num_heads", (long) heads));
  }

  private Value attendInBytes(Value queries, int layer) {
    Int8Rows rows = parts.rows();
    Int8Rows.Numbers asked = rows.signed(parts.heads(queries, heads));
    Value scores =
        parts.node(
            "MatMulInteger",
            List.of(asked.values(), keyBytes(layer), rows.middle(), rows.signedZero()));
    float temper = (float) (1 / Math.sqrt(size));
    Value scales = parts.node("Mul", List.of(asked.scales(), graph.floats(new float[] {temper})));
    scores = parts.node("Mul", List.of(real(scores, keyScales(layer)), scales));
    Value shares = parts.node("Softmax", List.of(scores), Attribute.of("axis", -1L));
    Int8Rows.Numbers given = rows.unsigned(shares);
    Value found =
        parts.node(
            "MatMulInteger",
            List.of(given.values(), valueBytes(layer), rows.zero(), rows.signedZero()));
    found = parts.node("Mul", List.of(real(found, valueScales(layer)), given.scales()));
    found = parts.node("Transpose", List.of(found), Attribute.of("perm", 0, 2, 1, 3));
    return parts.node("Reshape", List.of(found, graph.longs(0, 0, (long) heads * size)));
  }

  private Value real(Value numbers, Value scales) {
    Value real = parts.node("Cast", List.of(numbers), Attribute.of("to", FLOAT));
    return parts.node("Mul", List.of(real, scales));
  }

  private Value keyBytes(int layer) {
    return input("key" + layer, OnnxType.INT8, Dim.of(size), Dim.of("positions"));
  }

  private Value keyScales(int layer) {
    return input("keyScale" + layer, OnnxType.FLOAT32, Dim.of(1), Dim.of("positions"));
  }

  private Value valueBytes(int layer) {
    return input("value" + layer, OnnxType.INT8, Dim.of("positions"), Dim.of(size));
  }

  private Value valueScales(int layer) {
    return input("valueScale" + layer, OnnxType.FLOAT32, Dim.of(1), Dim.of(size));
  }

  private Value turned(Value value) {
    return parts.node("Transpose", List.of(value), Attribute.of("perm", 0, 1, 3, 2));
  }

  private Value input(String name, OnnxType type, Dim first, Dim second) {
    return graph.input(name, type, Dim.of("windows"), Dim.of(heads), first, second);
  }

  private void hand(String name, Value value, OnnxType type, Dim first, Dim second) {
    graph.output(name, value, type, Dim.of(1), Dim.of(heads), first, second);
  }
}
