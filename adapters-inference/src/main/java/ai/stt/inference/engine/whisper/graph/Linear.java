package ai.stt.inference.engine.whisper.graph;

import ai.stt.inference.onnx.Attribute;
import ai.stt.inference.onnx.OnnxGraph;
import ai.stt.inference.onnx.OnnxGraph.Value;
import ai.stt.inference.onnx.OnnxType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * Products with weights, {@code x · Wᵀ + b}, such that no row of x changes another row's result.
 * One thread at a time.
 */
final class Linear {
  /** Numbers that share a scale; up to 64, MLAS gives a row the same bits alone. */
  private static final int BLOCK = 64;

  private static final int BITS = 8;
  private static final int LARGEST = 127;

  /** MatMulNBits' level at which the rows are quantised to 8 bits as well. */
  private static final int INT8_ROWS = 4;

  private final OnnxGraph graph;
  private final Precision precision;
  private final Arena arena;
  private final Int8Rows rows;

  /**
   * Products of a graph.
   *
   * @param arena holds the converted weights until the graph is written
   */
  Linear(OnnxGraph graph, Precision precision, Int8Rows rows, Arena arena) {
    this.graph = graph;
    this.precision = precision;
    this.rows = rows;
    this.arena = arena;
  }

  /** For few rows, where reading the weights takes the time. */
  Value ofFew(Value input, Matrix weights) {
    return precision == Precision.FP32 ? plain(input, weights) : blockwise(input, weights);
  }

  /** For many rows, where computing takes the time. */
  Value ofMany(Value input, Matrix weights) {
    return precision == Precision.INT8 ? rowwise(input, weights) : ofFew(input, weights);
  }

  private Value plain(Value input, Matrix weights) {
    int outputs = weights.rows();
    int columns = weights.columns();
    MemorySegment data = arena.allocate((long) outputs * columns * Float.BYTES, Float.BYTES);
    float[] row = new float[columns];
    for (int r = 0; r < outputs; r++) {
      weights.row(r, row);
      for (int c = 0; c < columns; c++) {
        data.setAtIndex(ValueLayout.JAVA_FLOAT, (long) c * outputs + r, row[c]);
      }
    }
    Value matrix = graph.weight(OnnxType.FLOAT32, data, columns, outputs);
    return graph.node("MatMul", List.of(input, matrix));
  }

  /** One scale for each row of the weights and of the input; the sums between them are exact. */
  private Value rowwise(Value input, Matrix weights) {
    int outputs = weights.rows();
    int columns = weights.columns();
    MemorySegment data = arena.allocate((long) outputs * columns);
    float[] scales = new float[outputs];
    float[] row = new float[columns];
    for (int r = 0; r < outputs; r++) {
      weights.row(r, row);
      scales[r] = scale(row, 0, columns);
      for (int c = 0; c < columns; c++) {
        data.set(
            ValueLayout.JAVA_BYTE, (long) c * outputs + r, (byte) Math.round(row[c] / scales[r]));
      }
    }
    Value matrix = graph.weight(OnnxType.INT8, data, columns, outputs);
    Int8Rows.Numbers numbers = rows.signed(input);
    List<Value> arguments =
        List.of(numbers.values(), matrix, rows.one(), graph.floats(scales, outputs), rows.middle());
    Value product =
        graph.node(OnnxGraph.MICROSOFT, "MatMulIntegerToFloat", arguments, 1).getFirst();
    return graph.node("Mul", List.of(product, numbers.scales()));
  }

  private Value blockwise(Value input, Matrix weights) {
    int outputs = weights.rows();
    int columns = weights.columns();
    int blocks = Math.ceilDiv(columns, BLOCK);
    MemorySegment data = arena.allocate((long) outputs * blocks * BLOCK);
    data.fill((byte) (LARGEST + 1));
    float[] scales = new float[outputs * blocks];
    float[] row = new float[columns];
    for (int r = 0; r < outputs; r++) {
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
    List<Value> arguments =
        List.of(
            input,
            graph.weight(OnnxType.UINT8, data, outputs, blocks, BLOCK),
            graph.floats(scales, outputs, blocks));
    return graph
        .node(
            OnnxGraph.MICROSOFT,
            "MatMulNBits",
            arguments,
            1,
            Attribute.of("K", (long) columns),
            Attribute.of("N", (long) outputs),
            Attribute.of("bits", (long) BITS),
            Attribute.of("block_size", (long) BLOCK),
            Attribute.of("accuracy_level", (long) INT8_ROWS))
        .getFirst();
  }

  private static float scale(float[] row, int from, int to) {
    float most = 0;
    for (int i = from; i < to; i++) {
      most = Math.max(most, Math.abs(row[i]));
    }
    return most == 0 ? 1 : most / LARGEST;
  }
}
