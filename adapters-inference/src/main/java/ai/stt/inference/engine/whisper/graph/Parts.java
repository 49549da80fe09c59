package ai.stt.inference.engine.whisper.graph;

import ai.stt.inference.onnx.Attribute;
import ai.stt.inference.onnx.Dim;
import ai.stt.inference.onnx.OnnxGraph;
import ai.stt.inference.onnx.OnnxGraph.Value;
import ai.stt.inference.onnx.OnnxType;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/** The pieces that Whisper's graphs are made of. One thread at a time. */
final class Parts {
  private static final int OPSET = 17;
  private static final float EPSILON = 1e-5f;

  private final OnnxGraph graph = new OnnxGraph(OPSET);
  private final WhisperModel model;
  private final Int8Rows rows = new Int8Rows(graph);
  private final Linear linear;

  /**
   * Pieces of a new graph.
   *
   * @param arena holds the converted weights until the graph is written
   */
  Parts(WhisperModel model, Precision precision, Arena arena) {
    this.model = model;
    this.linear = new Linear(graph, precision, rows, arena);
  }

  OnnxGraph graph() {
    return graph;
  }

  Int8Rows rows() {
    return rows;
  }

  Value input(String name, Dim... shape) {
    return graph.input(name, OnnxType.FLOAT32, shape);
  }

  void output(String name, Value value, Dim... shape) {
    graph.output(name, value, OnnxType.FLOAT32, shape);
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

  /** A small tensor. */
  Value floats(String name, long... shape) {
    float[] values = model.floats(name);
    NotFiniteException.check(name, values, values.length);
    return values(values, shape.length == 0 ? new long[] {values.length} : shape);
  }

  Value values(float[] values, long... shape) {
    return graph.floats(values, shape);
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

  /** {@code x · Wᵀ + b} for few rows of x, such that no row changes another's result. */
  Value few(Value input, Matrix weights, float[] bias) {
    return add(linear.ofFew(input, weights), values(bias, bias.length));
  }

  /** {@code x · Wᵀ} likewise. */
  Value few(Value input, Matrix weights) {
    return linear.ofFew(input, weights);
  }

  /** {@code x · Wᵀ + b} for many rows of x likewise. */
  Value many(Value input, Matrix weights, float[] bias) {
    return add(linear.ofMany(input, weights), values(bias, bias.length));
  }

  /** Takes {@code [batch, time, width]} apart into {@code [batch, heads, time, width / heads]}. */
  Value heads(Value input, int heads) {
    long size = model.shape().textState() / heads;
    Value split = node("Reshape", List.of(input, graph.longs(0, 0, heads, size)));
    return node("Transpose", List.of(split), Attribute.of("perm", 0, 2, 1, 3));
  }
}
