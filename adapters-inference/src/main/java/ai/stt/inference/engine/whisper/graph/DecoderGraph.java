package ai.stt.inference.engine.whisper.graph;

import ai.stt.inference.catalog.convert.WhisperShape;
import ai.stt.inference.engine.whisper.text.BytePairs;
import ai.stt.inference.engine.whisper.text.Tokens;
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
 * pastValue0}, ... {@code [rows, heads, capacity, width / heads]}, {@code count} {@code [1]} (how
 * many likely texts are wanted), {@code windows} {@code [1]} (how many there are), and the
 * encoder's {@link HeardPart}s, where each window has as many rows as the others. It gives {@code
 * nextKey0}, ..., which may be the caches themselves, and the logits: {@code text} {@code [rows,
 * picks, end]}, minus infinity where it is never spoken; {@code textSum} {@code [rows, picks]}, the
 * logarithm of the sum of their exponentials; {@code likely} and {@code likelyTokens} {@code [rows,
 * picks, count]}, the largest of them, of equals the first; and {@code other} {@code [rows, picks,
 * vocabulary - end]}, of the tokens that are no text. Time is 1, or as long as every row is.
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
  private final SoundAttention sound;
  private final Dim rows = Dim.of("rows");
  private final Value past;
  private final Value total;

  private DecoderGraph(WhisperModel model, Precision precision, Arena arena) {
    this.model = model;
    this.shape = model.shape();
    this.parts = new Parts(model, precision, arena);
    this.graph = parts.graph();
    this.sound = new SoundAttention(parts, shape, precision);
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
    Value windows = graph.input("windows", OnnxType.INT64, Dim.of(1));
    for (int i = 0; i < shape.textLayers(); i++) {
      String at = at(i);
      x = parts.add(x, linear(cached(packed(x, at), i), at + "attn.out"));
      Value query = query(x, at);
      x = parts.add(x, linear(cross(query, windows, i), at + "cross_attn.out"));
      x = feed(x, at);
    }
    x = parts.norm(x, "decoder.ln");
    x = parts.node("Gather", List.of(x, pick), Attribute.of("axis", 1L));
    predict(x);
    return graph;
  }

  /** The logits, and what a search asks of them most. */
  private void predict(Value x) {
    Dim picks = Dim.of("picks");
    Matrix embedding = model.embedding();
    int end = new Tokens(shape.vocabulary()).end();
    float[] spoken = new float[end];
    for (int token : new BytePairs(model.vocabulary()).unspoken()) {
      spoken[token] = Float.NEGATIVE_INFINITY;
    }
    parts.output("text", parts.few(x, embedding.between(0, end), spoken), rows, picks, Dim.of(end));
    var text = new Value("text"); // read as the output that it is, it is not copied
    Value count = graph.input("count", OnnxType.INT64, Dim.of(1));
    List<Value> likely = graph.node("", "TopK", List.of(text, count), 2);
    parts.output("likely", likely.get(0), rows, picks, Dim.of("likely"));
    graph.output("likelyTokens", likely.get(1), OnnxType.INT64, rows, picks, Dim.of("likely"));
    Value sum =
        parts.node(
            "ReduceLogSumExp",
            List.of(text),
            new Attribute.Ints("axes", List.of(-1L)),
            Attribute.of("keepdims", 0L));
    parts.output("textSum", sum, rows, picks);
    Value other = parts.few(x, embedding.between(end, shape.vocabulary()));
    parts.output("other", other, rows, picks, Dim.of(shape.vocabulary() - end));
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
      Value key = sound.keys(i);
      attention(heads, i, query, key, frames).ifPresent(found::add);
      if (i < last) {
        Value heard = sound.attend(query, key, sound.values(i));
        x = parts.add(x, linear(heard, at + "cross_attn.out"));
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
    return parts.few(
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
        parts.few(
            y,
            model.matrix(4 * shape.textState(), name + ".weight"),
            model.floats(name + ".bias")));
  }

  private Value linear(Value x, String name) {
    return parts.few(
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
        name,
        OnnxType.FLOAT32,
        rows,
        Dim.of(shape.textHeads()),
        Dim.of("capacity"),
        Dim.of(headSize));
  }

  private void next(String name, Value value) {
    graph.output(
        name,
        value,
        OnnxType.FLOAT32,
        rows,
        Dim.of(shape.textHeads()),
        Dim.of("capacity"),
        Dim.of(headSize));
  }

  /** The rows of a window ask side by side, since they hear the same. */
  private Value cross(Value query, Value windows, int layer) {
    Value beside =
        parts.node(
            "Concat",
            List.of(windows, graph.longs(-1, shape.textState())),
            Attribute.of("axis", 0L));
    Value grouped = parts.node("Reshape", List.of(query, beside));
    Value heard = sound.attend(grouped, layer);
    return parts.node("Reshape", List.of(heard, parts.node("Shape", List.of(query))));
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
