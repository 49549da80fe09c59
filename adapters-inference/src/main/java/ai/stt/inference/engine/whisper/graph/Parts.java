package ai.stt.inference.engine.whisper.graph;

import ai.stt.inference.onnx.Attribute;
import ai.stt.inference.onnx.Dim;
import ai.stt.inference.onnx.OnnxGraph;
import ai.stt.inference.onnx.OnnxGraph.Value;
import ai.stt.inference.onnx.OnnxType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** The pieces that Whisper's graphs are made of. One thread at a time. */
final class Parts {
  private static final int OPSET = 17;

  /** Numbers that share a scale in the decoder; up to 64, MLAS gives a row the same bits alone. */
  private static final int BLOCK = 64;

  private static final int BITS = 8;
  private static final int LARGEST = 127;
  private static final float EPSILON = 1e-5f;

  /** MatMulNBits' level at which the rows are quantised to 8 bits as well. */
  private static final int INT8_ROWS = 4;

  private final OnnxGraph graph = new OnnxGraph(OPSET);
  private final WhisperModel model;
  private final Precision precision;
  private final Arena arena;

  /**
   * Pieces of a new graph.
   *
   * @param arena holds the converted weights until the graph is written
   */
  Parts(WhisperModel model, Precision precision, Arena arena) {
    this.model = model;
    this.precision = precision;
    this.arena = arena;
  }

  OnnxGraph graph() {
    return graph;
  }

  /** The type in which the graph computes, and in which it hands over caches. */
  OnnxType type() {
    return precision == Precision.FP16 ? OnnxType.FLOAT16 : OnnxType.FLOAT32;
  }

  /** An input of 32-bit numbers, turned into the graph's type. */
  Value input(String name, Dim... shape) {
    return cast(graph.input(name, OnnxType.FLOAT32, shape), type());
  }

  /** An output of 32-bit numbers. */
  void output(String name, Value value, Dim... shape) {
    graph.output(name, cast(value, OnnxType.FLOAT32), OnnxType.FLOAT32, shape);
  }

  Value node(String operator, List<Value> arguments, Attribute... attributes) {
    return graph.node(operator, arguments, attributes);
  }

  Value own(String operator, List<Value> arguments, Attribute... attributes) {
    return graph.node(OnnxGraph.MICROSOFT, operator, arguments, 1, attributes).getFirst();
  }

  Value add(Value left, Value right) {
    return node("Add", List.of(left, right));
  }

  Value gelu(Value input) {
    return own("Gelu", List.of(input));
  }

  Value norm(Value input, String name) {
    return node(
        "LayerNormalization",
        List.of(input, floats(name + ".weight"), floats(name + ".bias")),
        Attribute.of("axis", -1),
        Attribute.of("epsilon", EPSILON));
  }

  /** A small tensor in the graph's type. */
  Value floats(String name, long... shape) {
    float[] values = model.floats(name);
    NotFiniteException.check(name, values, values.length);
    return values(values, shape.length == 0 ? new long[] {values.length} : shape);
  }

  Value values(float[] values, long... shape) {
    if (type() == OnnxType.FLOAT32) {
      return graph.floats(values, shape);
    }
    MemorySegment data = arena.allocate((long) values.length * Short.BYTES);
    for (int i = 0; i < values.length; i++) {
      data.setAtIndex(ValueLayout.JAVA_SHORT, i, Float.floatToFloat16(values[i]));
    }
    return graph.weight(OnnxType.FLOAT16, data, shape);
  }

  /** The biases of query and value; the key has none. */
  float[] attentionBias(String at, String... parts) {
    int width = model.shape().textState();
    float[] bias = new float[parts.length * width];
    for (int i = 0; i < parts.length; i++) {
      if (!parts[i].equals("key")) {
        System.arraycopy(model.floats(at + parts[i] + ".bias"), 0, bias, i * width, width);
      }
    }
    NotFiniteException.check(at, bias, bias.length);
    return bias;
  }

  Matrix attentionWeights(String at, String... parts) {
    List<String> names = new ArrayList<>();
    for (String part : parts) {
      names.add(at + part + ".weight");
    }
    return model.matrix(model.shape().textState(), names.toArray(String[]::new));
  }

  /** {@code x · Wᵀ + b}, such that no row changes another's result. */
  Value rowLinear(Value input, Matrix weights, float[] bias) {
    return precision == Precision.INT8
        ? add(blockwise(input, weights), graph.floats(bias, bias.length))
        : plainLinear(input, weights, bias);
  }

  /** {@code x · Wᵀ} likewise. */
  Value rowLinear(Value input, Matrix weights) {
    return precision == Precision.INT8 ? blockwise(input, weights) : plain(input, weights);
  }

  /** Takes {@code [batch, time, width]} apart into {@code [batch, heads, time, width / heads]}. */
  Value heads(Value input, int heads) {
    long size = model.shape().textState() / heads;
    Value split = node("Reshape", List.of(input, graph.longs(0, 0, heads, size)));
    return node("Transpose", List.of(split), Attribute.of("perm", 0, 2, 1, 3));
  }

  private Value cast(Value value, OnnxType to) {
    if (precision != Precision.FP16) {
      return value;
    }
    return node("Cast", List.of(value), Attribute.of("to", to == OnnxType.FLOAT32 ? 1 : 10));
  }

  private Value plainLinear(Value input, Matrix weights, float[] bias) {
    return add(plain(input, weights), values(bias, bias.length));
  }

  private Value plain(Value input, Matrix weights) {
    int rows = weights.rows();
    int columns = weights.columns();
    int bytes = type().bytes();
    MemorySegment data = arena.allocate((long) rows * columns * bytes, bytes);
    float[] row = new float[columns];
    for (int r = 0; r < rows; r++) {
      weights.row(r, row);
      for (int c = 0; c < columns; c++) {
        long at = (long) c * rows + r;
        if (bytes == Float.BYTES) {
          data.setAtIndex(ValueLayout.JAVA_FLOAT, at, row[c]);
        } else {
          data.setAtIndex(ValueLayout.JAVA_SHORT, at, Float.floatToFloat16(row[c]));
        }
      }
    }
    return node("MatMul", List.of(input, graph.weight(type(), data, columns, rows)));
  }

  private Value blockwise(Value input, Matrix weights) {
    int rows = weights.rows();
    int columns = weights.columns();
    int blocks = Math.ceilDiv(columns, BLOCK);
    MemorySegment data = arena.allocate((long) rows * blocks * BLOCK);
    data.fill((byte) (LARGEST + 1));
    float[] scales = new float[rows * blocks];
    float[] row = new float[columns];
    for (int r = 0; r < rows; r++) {
      weights.row(r, row);
      for (int b = 0; b < blocks; b++) {
        int from = b * BLOCK;
        int to = Math.min(columns, from + BLOCK);
        float scale = scale(row, from, to);
        scales[r * blocks + b] = scale;
        long at = ((long) r * blocks + b) * BLOCK;
        for (int c = from; c < to; c++) {
          int value = Math.round(row[c] / scale) + LARGEST + 1;
          data.set(ValueLayout.JAVA_BYTE, at + c - from, (byte) value);
        }
      }
    }
    return own(
        "MatMulNBits",
        List.of(
            input,
            graph.weight(OnnxType.UINT8, data, rows, blocks, BLOCK),
            graph.floats(scales, rows, blocks)),
        Attribute.of("K", (long) columns),
        Attribute.of("N", (long) rows),
        Attribute.of("bits", (long) BITS),
        Attribute.of("block_size", (long) BLOCK),
        Attribute.of("accuracy_level", (long) INT8_ROWS));
  }

  private static float scale(float[] row, int from, int to) {
    float most = 0;
    for (int i = from; i < to; i++) {
      most = Math.max(most, Math.abs(row[i]));
    }
    return most == 0 ? 1 : most / LARGEST;
  }
}
