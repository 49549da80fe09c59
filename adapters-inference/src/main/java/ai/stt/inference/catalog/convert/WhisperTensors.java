package ai.stt.inference.catalog.convert;

import ai.stt.inference.tensor.CTranslate2File;
import ai.stt.inference.tensor.GgmlType;
import ai.stt.inference.tensor.Tensor;
import ai.stt.inference.tensor.TensorType;
import ai.stt.inference.tensor.UnreadableFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Where each tensor of a ggml Whisper file lies in a CTranslate2 file. CTranslate2 fuses query, key
 * and value (key and value where the decoder looks at the encoder) into one matrix, one below the
 * other. The order is that of OpenAI's checkpoints. One thread, used once.
 */
final class WhisperTensors implements WhisperSource {
  private final CTranslate2File model;
  private final List<Placed> placed = new ArrayList<>();
  private final Set<String> used = new HashSet<>();

  WhisperTensors(CTranslate2File model) {
    this.model = model;
  }

  @Override
  public WhisperShape shape() throws UnreadableFileException {
    if (!model.spec().equals("WhisperSpec")) {
      throw new UnreadableFileException("it is not a Whisper model, but " + model.spec());
    }
    Tensor words = take("decoder/embeddings/weight", 2);
    Tensor audio = take("encoder/position_encodings/encodings", 2);
    Tensor conv = take("encoder/conv1/weight", 3);
    int audioState = audio.shape().get(1);
    int textState = words.shape().get(1);
    return new WhisperShape(
        words.shape().get(0),
        audio.shape().get(0),
        audioState,
        model.smallNumber("encoder/num_heads").orElse(audioState / 64),
        layers("encoder"),
        take("decoder/position_encodings/encodings", 2).shape().get(0),
        textState,
        model.smallNumber("decoder/num_heads").orElse(textState / 64),
        layers("decoder"),
        conv.shape().get(1),
        GgmlType.F16.id());
  }

  @Override
  public List<Placed> inOrder(WhisperShape shape) throws UnreadableFileException {
    vector("decoder.positional_embedding", take("decoder/position_encodings/encodings", 2));
    vector("encoder.positional_embedding", take("encoder/position_encodings/encodings", 2));
    matrix("decoder.token_embedding.weight", take("decoder/embeddings/weight", 2));
    for (int i = 0; i < shape.textLayers(); i++) {
      String to = "decoder.blocks." + i + ".";
      String from = "decoder/layer_" + i + "/";
      block(to, from, shape.textState());
      norm(to + "cross_attn_ln", from + "attention/layer_norm");
      crossAttention(to + "cross_attn.", from + "attention/", shape.textState());
    }
    norm("decoder.ln", "decoder/layer_norm");
    convolution("encoder.conv1", "encoder/conv1");
    convolution("encoder.conv2", "encoder/conv2");
    for (int i = 0; i < shape.audioLayers(); i++) {
      block("encoder.blocks." + i + ".", "encoder/layer_" + i + "/", shape.audioState());
    }
    norm("encoder.ln_post", "encoder/layer_norm");
    refuseLeftovers();
    return placed;
  }

  private void block(String to, String from, int state) throws UnreadableFileException {
    norm(to + "mlp_ln", from + "ffn/layer_norm");
    linear(to + "mlp.0", from + "ffn/linear_0");
    linear(to + "mlp.2", from + "ffn/linear_1");
    norm(to + "attn_ln", from + "self_attention/layer_norm");
    String fused = from + "self_attention/linear_0/";
    Tensor weight = shaped(fused + "weight", 3 * state, state);
    Tensor bias = shaped(fused + "bias", 3 * state);
    attention(to + "attn.", weight, bias, state);
    linear(to + "attn.out", from + "self_attention/linear_1");
  }

  private void attention(String to, Tensor weight, Tensor bias, int state)
      throws UnreadableFileException {
    matrix(to + "query.weight", weight.rows(0, state));
    vector(to + "query.bias", bias.rows(0, state));
    matrix(to + "key.weight", weight.rows(state, 2 * state));
    requireZero(bias.rows(state, 2 * state));
    matrix(to + "value.weight", weight.rows(2 * state, 3 * state));
    vector(to + "value.bias", bias.rows(2 * state, 3 * state));
  }

  private void crossAttention(String to, String from, int state) throws UnreadableFileException {
    linear(to + "query", from + "linear_0");
    Tensor weight = shaped(from + "linear_1/weight", 2 * state, state);
    Tensor bias = shaped(from + "linear_1/bias", 2 * state);
    matrix(to + "key.weight", weight.rows(0, state));
    requireZero(bias.rows(0, state));
    matrix(to + "value.weight", weight.rows(state, 2 * state));
    vector(to + "value.bias", bias.rows(state, 2 * state));
    linear(to + "out", from + "linear_2");
  }

  private void linear(String to, String from) throws UnreadableFileException {
    Tensor weight = take(from + "/weight", 2);
    matrix(to + ".weight", weight);
    vector(to + ".bias", take(from + "/bias", 1));
  }

  private void norm(String to, String from) throws UnreadableFileException {
    vector(to + ".weight", take(from + "/gamma", 1));
    vector(to + ".bias", take(from + "/beta", 1));
  }

  private void convolution(String to, String from) throws UnreadableFileException {
    matrix(to + ".weight", take(from + "/weight", 3));
    placed.add(Placed.column(to + ".bias", take(from + "/bias", 1)));
  }

  private void matrix(String name, Tensor tensor) {
    placed.add(Placed.matrix(name, tensor));
  }

  private void vector(String name, Tensor tensor) {
    placed.add(Placed.vector(name, tensor));
  }

  private Tensor shaped(String name, Integer... shape) throws UnreadableFileException {
    Tensor tensor = take(name, shape.length);
    if (!tensor.shape().equals(List.of(shape))) {
      throw new UnreadableFileException("'%s' has the wrong shape".formatted(name));
    }
    return tensor;
  }

  private Tensor take(String name, int rank) throws UnreadableFileException {
    Tensor tensor =
        model
            .find(name)
            .orElseThrow(() -> new UnreadableFileException("'%s' is missing".formatted(name)));
    if (tensor.type() != TensorType.F16 && tensor.type() != TensorType.F32) {
      throw new UnreadableFileException(
          "it is quantised (%s), and only float16 and float32 can be converted without loss; take the float16 variant"
              .formatted(tensor.type()));
    }
    if (tensor.shape().size() != rank) {
      throw new UnreadableFileException("'%s' has the wrong shape".formatted(name));
    }
    used.add(name);
    return tensor;
  }

  private int layers(String side) {
    int count = 0;
    while (model.find(side + "/layer_" + count + "/ffn/linear_0/weight").isPresent()) {
      count++;
    }
    return count;
  }

  /** Whisper's keys have no bias, and ggml has no place for one; CTranslate2 stores zeros. */
  private static void requireZero(Tensor bias) throws UnreadableFileException {
    if (!bias.isZero()) {
      throw new UnreadableFileException("'%s' gives keys a bias".formatted(bias.name()));
    }
  }

  private void refuseLeftovers() throws UnreadableFileException {
    for (Tensor tensor : model.variables().values()) {
      boolean number = tensor.type() == TensorType.F16 || tensor.type() == TensorType.F32;
      if (number && !tensor.shape().isEmpty() && !used.contains(tensor.name())) {
        throw new UnreadableFileException(
            "ggml has no place for its tensor '%s'".formatted(tensor.name()));
      }
    }
  }
}
