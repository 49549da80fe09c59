package ai.stt.inference.engine.whisper.graph;

import ai.stt.inference.onnx.Attribute;
import ai.stt.inference.onnx.OnnxGraph;
import ai.stt.inference.onnx.OnnxGraph.Value;
import ai.stt.inference.onnx.OnnxType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * 8-bit numbers with a scale for each row, made as a graph runs. One thread at a time.
 *
 * <p>A row's scale is its own largest number, so that no row depends on another.
 */
final class Int8Rows {
  private static final float LARGEST = 127;
  private static final float LARGEST_UNSIGNED = 255;
  private static final int MIDDLE = 128;
  private static final long LAST = -1;

  /** Rows of zeros have this scale. */
  private static final float LEAST = 1e-20f;

  private final OnnxGraph graph;
  private final Map<Value, Numbers> signed = new HashMap<>();
  private final Value one;
  private final Value least;
  private final Value middle;
  private final Value zero;
  private final Value signedZero;

  /** Numbers that times their scales are what they stand for. */
  record Numbers(Value values, Value scales) {}

  Int8Rows(OnnxGraph graph) {
    this.graph = graph;
    this.one = graph.floats(new float[] {1});
    this.least = graph.floats(new float[] {LEAST});
    this.middle = bytes(OnnxType.UINT8, MIDDLE);
    this.zero = bytes(OnnxType.UINT8, 0);
    this.signedZero = bytes(OnnxType.INT8, 0);
  }

  Value one() {
    return one;
  }

  /** What 0 is in {@link #signed}. */
  Value middle() {
    return middle;
  }

  /** What 0 is in {@link #unsigned}. */
  Value zero() {
    return zero;
  }

  /** What 0 is in {@link #kept}. */
  Value signedZero() {
    return signedZero;
  }

  /** Numbers of either sign, of type UINT8 around 128; the same for the same input. */
  Numbers signed(Value input) {
    return signed.computeIfAbsent(
        input, x -> quantised(x, graph.node("Abs", List.of(x)), LAST, LARGEST, middle));
  }

  /** Numbers that are not negative, of type UINT8. */
  Numbers unsigned(Value input) {
    return quantised(input, input, LAST, LARGEST_UNSIGNED, zero);
  }

  /**
   * Numbers of either sign, of type INT8.
   *
   * @param axis those along it share a scale
   */
  Numbers kept(Value input, long axis) {
    Value absolute = graph.node("Abs", List.of(input));
    return quantised(input, absolute, axis, LARGEST, signedZero);
  }

  private Numbers quantised(Value input, Value absolute, long axis, float largest, Value offset) {
    Attribute axes = new Attribute.Ints("axes", List.of(axis));
    Value most = graph.node("ReduceMax", List.of(absolute), axes, Attribute.of("keepdims", 1L));
    most = graph.node("Max", List.of(most, least));
    Value scales = graph.node("Mul", List.of(most, graph.floats(new float[] {1 / largest})));
    Value scaled = graph.node("Div", List.of(input, scales));
    return new Numbers(graph.node("QuantizeLinear", List.of(scaled, one, offset)), scales);
  }

  private Value bytes(OnnxType type, int value) {
    MemorySegment data = MemorySegment.ofArray(new byte[1]);
    data.set(ValueLayout.JAVA_BYTE, 0, (byte) value);
    return graph.weight(type, data);
  }
}
