package ai.stt.inference.engine.whisper.graph;

import ai.stt.inference.catalog.convert.WhisperShape;
import ai.stt.inference.onnx.Attribute;
import ai.stt.inference.onnx.Dim;
import ai.stt.inference.onnx.OnnxGraph;
import ai.stt.inference.onnx.OnnxGraph.Value;
import java.lang.foreign.Arena;
import java.util.List;

/**
 * The encoder, up to what the decoder's layers attend to: {@code mel} {@code [1, mels, frames]} to
 * the tensors that {@link HeardPart} lists, with {@code frames / 2} positions. Frames are even in
 * number.
 */
final class EncoderGraph {
  private final WhisperModel model;
  private final WhisperShape shape;
  private final Parts parts;
  private final SoundAttention sound;

  private EncoderGraph(WhisperModel model, Precision precision, Arena arena) {
    this.model = model;
    this.shape = model.shape();
    this.parts = new Parts(model, precision, arena);
    this.sound = new SoundAttention(parts, shape, precision);
  }

  static OnnxGraph build(WhisperModel model, Precision precision, Arena arena) {
    return new EncoderGraph(model, precision, arena).build();
  }

  private OnnxGraph build() {
    Value x = listen();
    for (int i = 0; i < shape.audioLayers(); i++) {
      x = block(x, "encoder.blocks." + i + ".");
    }
    x = parts.norm(x, "encoder.ln_post");
    for (int i = 0; i < shape.textLayers(); i++) {
      sound.handKeys(attended(x, i, "key"), i);
      sound.handValues(attended(x, i, "value"), i);
    }
    return parts.graph();
  }

  /** Two convolutions, of which the second halves the time, and the positions. */
  private Value listen() {
    int width = shape.audioState();
    Value mel = parts.input("mel", Dim.of(1), Dim.of(shape.mels()), Dim.of("frames"));
    Value x = parts.gelu(convolve(mel, "encoder.conv1", shape.mels(), 1));
    x = parts.gelu(convolve(x, "encoder.conv2", width, 2));
    x = parts.node("Transpose", List.of(x), Attribute.of("perm", 0, 2, 1));
    OnnxGraph graph = parts.graph();
    Value length =
        parts.node("Shape", List.of(x), Attribute.of("start", 1L), Attribute.of("end", 2L));
    Value table = parts.floats("encoder.positional_embedding", shape.audioContext(), width);
    Value positions = parts.node("Slice", List.of(table, graph.longs(0), length, graph.longs(0)));
    return parts.add(x, positions);
  }

  private Value convolve(Value input, String name, int channels, long stride) {
    return parts.node(
        "Conv",
        List.of(
            input,
            parts.floats(name + ".weight", shape.audioState(), channels, 3),
            parts.floats(name + ".bias")),
        Attribute.of("pads", 1, 1),
        new Attribute.Ints("strides", List.of(stride)));
  }

  private Value block(Value input, String at) {
    String attention = at + "attn.";
    Value y = parts.norm(input, at + "attn_ln");
    Value all =
        parts.many(
            y,
            parts.attentionWeights(attention, "query", "key", "value"),
            parts.attentionBias(attention, "query", "key", "value"));
    List<Value> split = parts.graph().node("", "Split", List.of(all), 3, Attribute.of("axis", 2L));
    y =
        parts.own(
            "MultiHeadAttention", split, Attribute.of("num_heads", (long) shape.audioHeads()));
    Value x = parts.add(input, linear(y, attention + "out"));
    y = parts.norm(x, at + "mlp_ln");
    y = parts.gelu(linear(y, at + "mlp.0"));
    return parts.add(x, linear(y, at + "mlp.2", 4 * shape.audioState()));
  }

  private Value linear(Value input, String name) {
    return linear(input, name, shape.audioState());
  }

  private Value linear(Value input, String name, int columns) {
    return parts.many(input, model.matrix(columns, name + ".weight"), model.floats(name + ".bias"));
  }

  private Value attended(Value x, int layer, String part) {
    String at = "decoder.blocks." + layer + ".cross_attn.";
    return parts.many(x, parts.attentionWeights(at, part), parts.attentionBias(at, part));
  }
}
