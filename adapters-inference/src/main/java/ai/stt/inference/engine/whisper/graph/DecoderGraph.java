package ai.stt.inference.engine.whisper.graph;

import ai.stt.inference.catalog.convert.WhisperShape;
import ai.stt.inference.onnx.Attribute;
import ai.stt.inference.onnx.Dim;
import ai.stt.inference.onnx.OnnxGraph;
import ai.stt.inference.onnx.OnnxGraph.Value;
import ai.stt.inference.onnx.OnnxType;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The decoder. As the step it takes {@code x} {@code [rows, time, width]} (embedded tokens), {@code
 * past} {@code [rows]} (tokens of each row behind its last, 32-bit), {@code total} (the most tokens
 * of a row, 32-bit), {@code pick} {@code [picks]} (places in time), caches {@code pastKey0}, {@code
 * pastValue0}, ... {@code [rows, heads, capacity, width / heads]}, and the encoder's {@code key0},
 * ... {@code [windows, heads, positions, width / heads]}, where each window has as many rows as the
 * others; it gives {@code logits} {@code [rows, picks, vocabulary]} and {@code nextKey0}, ...,
 * which may be the caches themselves. Time is 1, or as long as every row is.
 *
 * <p>As the alignment it takes {@code x}, {@code past}, {@code total}, {@code frames} {@code [1]}
 * and the encoder's output, and gives {@code attention} {@code [heads, time, frames]}: the softmax
 * over the first frames of the given heads, in their order.
 */
final class DecoderGraph {
  private final WhisperModel model;
  private final WhisperShape shape;
  private final Parts parts;
  private final OnnxGraph graph;
  private final int headSize;
  private final Dim rows = Dim.of("rows");
  private final Value past;
  private final Value total;

  private DecoderGraph(WhisperModel model, Precision precision, Arena arena) {
    this.model = model;
    this.shape = model.shape();
    this.parts = new Parts(model, precision, arena);
    this.graph = parts.graph();
    this.headSize = shape.textState() / shape.textHeads();
    this.past = graph.input("past", OnnxType.INT32, rows);
    this.total = graph.input("total", OnnxType.INT32);
  }

  static OnnxGraph step(WhisperModel model, Precision precision, Arena arena) {
    return new DecoderGraph(model, precision, arena).step();
  }

  static OnnxGraph alignment(
      WhisperModel model, Precision precision, List<AlignmentHead> heads, Arena arena) {
    return new DecoderGraph(model, precision, arena).alignment(heads);
  }

  private OnnxGraph step() {
    Value x = parts.input("x", rows, Dim.of("time"), Dim.of(shape.textState()));
    Value pick = graph.input("pick", OnnxType.INT64, Dim.of("picks"));
    for (int i = 0; i < shape.textLayers(); i++) {
      String at = at(i);
      x = parts.add(x, linear(cached(packed(x, at), i), at + "attn.out"));
      Value query = query(x, at);
      x = parts.add(x, linear(cross(query, i), at + "cross_attn.out"));
      x = feed(x, at);
    }
    x = parts.norm(x, "decoder.ln");
    x = parts.node("Gather", List.of(x, pick), Attribute.of("axis", 1L));
    Value logits = parts.rowLinear(x, model.embedding());
    parts.output("logits", logits, rows, Dim.of("picks"), Dim.of(shape.vocabulary()));
    return graph;
  }

  private OnnxGraph alignment(List<AlignmentHead> heads) {
    Value x = parts.input("x", Dim.of(1), Dim.of("time"), Dim.of(shape.textState()));
    Value frames = graph.input("frames", OnnxType.INT64, Dim.of(1));
    int last = heads.stream().mapToInt(AlignmentHead::layer).max().orElseThrow();
    List<Value> found = new ArrayList<>();
    for (int i = 0; i <= last; i++) {
      String at = at(i);
      x = parts.add(x, linear(uncached(packed(x, at)), at + "attn.out"));
      Value query = query(x, at);
      Value key = crossInput("key", i);
      attention(heads, i, query, key, frames).ifPresent(found::add);
      if (i < last) {
        Value value = crossInput("value", i);
        x = parts.add(x, linear(attend(query, key, value), at + "cross_attn.out"));
        x = feed(x, at);
      }
    }
    Value all = parts.node("Concat", found, Attribute.of("axis", 0L));
    parts.output("attention", all, Dim.of(heads.size()), Dim.of("time"), Dim.of("frames"));
    return graph;
  }

  private static String at(int layer) {
    return "decoder.blocks." + layer + ".";
  }

  /** Queries, keys and values side by side. */
  private Value packed(Value x, String at) {
    String attention = at + "attn.";
    return parts.rowLinear(
        parts.norm(x, at + "attn_ln"),
        parts.attentionWeights(attention, "query", "key", "value"),
        parts.attentionBias(attention, "query", "key", "value"));
  }

  private Value query(Value x, String at) {
    return linear(parts.norm(x, at + "cross_attn_ln"), at + "cross_attn.query");
  }

  private Value feed(Value x, String at) {
    Value y = parts.gelu(linear(parts.norm(x, at + "mlp_ln"), at + "mlp.0"));
    String name = at + "mlp.2";
    return parts.add(
        x,
        parts.rowLinear(
            y,
            model.matrix(4 * shape.textState(), name + ".weight"),
            model.floats(name + ".bias")));
  }

  private Value linear(Value x, String name) {
    return parts.rowLinear(
        x, model.matrix(shape.textState(), name + ".weight"), model.floats(name + ".bias"));
  }

  /** Attention to the tokens so far; each row by itself, whatever its length. */
  private Value cached(Value packed, int layer) {
    Value keys = cache("pastKey" + layer);
    Value values = cache("pastValue" + layer);
    List<Value> results = self(packed, keys, values, 3);
    next("nextKey" + layer, results.get(1));
    next("nextValue" + layer, results.get(2));
    return results.getFirst();
  }

  private Value uncached(Value packed) {
    return self(packed, Value.NONE, Value.NONE, 3).getFirst();
  }

  private List<Value> self(Value packed, Value keys, Value values, int results) {
    return graph.node(
        OnnxGraph.MICROSOFT,
        "GroupQueryAttention",
        List.of(packed, Value.NONE, Value.NONE, keys, values, past, total),
        results,
        Attribute.of("num_heads", (long) shape.textHeads()),
        Attribute.of("kv_num_heads", (long) shape.textHeads()));
  }

  private Value cache(String name) {
    return graph.input(
        name, parts.type(), rows, Dim.of(shape.textHeads()), Dim.of("capacity"), Dim.of(headSize));
  }

  private void next(String name, Value value) {
    graph.output(
        name,
        value,
        parts.type(),
        rows,
        Dim.of(shape.textHeads()),
        Dim.of("capacity"),
        Dim.of(headSize));
  }

  private Value crossInput(String part, int layer) {
    return graph.input(
        part + layer,
        parts.type(),
        Dim.of("windows"),
        Dim.of(shape.textHeads()),
        Dim.of("positions"),
        Dim.of(headSize));
  }

  /** The rows of a window ask side by side, since they hear the same. */
  private Value cross(Value query, int layer) {
    Value key = crossInput("key", layer);
    Value value = crossInput("value", layer);
    Value windows =
        parts.node("Shape", List.of(key), Attribute.of("start", 0L), Attribute.of("end", 1L));
    Value beside =
        parts.node(
            "Concat",
            List.of(windows, graph.longs(-1, shape.textState())),
            Attribute.of("axis", 0L));
    Value grouped = parts.node("Reshape", List.of(query, beside));
    Value heard = attend(grouped, key, value);
    return parts.node("Reshape", List.of(heard, parts.node("Shape", List.of(query))));
  }

  private Value attend(Value query, Value key, Value value) {
    return parts.own(
        "MultiHeadAttention",
        List.of(query, key, value),
        Attribute.of("num_heads", (long) shape.textHeads()));
  }

  private Optional<Value> attention(
      List<AlignmentHead> heads, int layer, Value query, Value key, Value frames) {
    long[] wanted =
        heads.stream()
            .filter(head -> head.layer() == layer)
            .mapToLong(AlignmentHead::head)
            .toArray();
    if (wanted.length == 0) {
      return Optional.empty();
    }
    Attribute axis = Attribute.of("axis", 1L);
    Value chosen = graph.longs(wanted);
    Value queries =
        parts.node("Gather", List.of(parts.heads(query, shape.textHeads()), chosen), axis);
    Value keys = parts.node("Slice", List.of(key, graph.longs(0), frames, graph.longs(2)));
    keys = parts.node("Gather", List.of(keys, chosen), axis);
    keys = parts.node("Transpose", List.of(keys), Attribute.of("perm", 0, 1, 3, 2));
    float scale = (float) (1 / Math.sqrt(headSize));
    Value scores = parts.node("MatMul", List.of(queries, keys));
    scores = parts.node("Mul", List.of(scores, parts.values(new float[] {scale}, 1)));
    Value weights = parts.node("Softmax", List.of(scores), Attribute.of("axis", -1L));
    return Optional.of(parts.node("Squeeze", List.of(weights, graph.longs(0))));
  }
}
