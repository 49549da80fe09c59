package ai.stt.inference.catalog.convert;

import ai.stt.inference.tensor.GgmlType;
import ai.stt.inference.tensor.SafetensorsFile;
import ai.stt.inference.tensor.Tensor;
import ai.stt.inference.tensor.TensorType;
import ai.stt.inference.tensor.UnreadableFileException;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A Whisper model as Hugging Face's transformers saves it ({@code
 * WhisperForConditionalGeneration}): {@code config.json}, and {@code model.safetensors} whole or in
 * shards. Numbers are float16, bfloat16 or float32. The last layer is the table of tokens; a model
 * with another one is refused. One thread, used once.
 */
final class TransformersWhisper implements WhisperSource {
  private static final String CONFIG = "config.json";
  private static final String WHOLE = "model.safetensors";
  private static final String SHARDS = "model.safetensors.index.json";
  private static final String LAST_LAYER = "proj_out.weight";
  private static final String PREFIX = "model.";
  private static final int MOST_SHARDS = 1_000;

  private final JsonNode config;
  private final Map<String, Tensor> tensors;
  private final List<Placed> placed = new ArrayList<>();
  private final Set<String> used = new HashSet<>();

  private TransformersWhisper(JsonNode config, Map<String, Tensor> tensors) {
    this.config = config;
    this.tensors = tensors;
  }

  /** Whether the folder holds such weights, of whatever model. */
  static boolean handles(Path folder) {
    return weights(folder).stream().allMatch(Files::isRegularFile);
  }

  /** The file to look for first, and with it {@code config.json}. */
  private static List<Path> weights(Path folder) {
    Path shards = folder.resolve(SHARDS);
    return List.of(folder.resolve(CONFIG), Files.exists(shards) ? shards : folder.resolve(WHOLE));
  }

  /**
   * Maps the folder's files, as long as the arena is open.
   *
   * @throws UnreadableFileException when they are another model's, or broken
   */
  static TransformersWhisper read(Path folder, Arena arena) throws IOException {
    JsonNode config = json(folder.resolve(CONFIG));
    String type = config.path("model_type").asText("unknown");
    if (!type.equals("whisper")) {
      throw new UnreadableFileException("it is not a Whisper model, but " + type);
    }
    Map<String, Tensor> tensors = new HashMap<>();
    for (Path file : files(folder)) {
      SafetensorsFile.read(file, arena)
          .forEach((name, tensor) -> tensors.put(withoutPrefix(name), tensor));
    }
    return new TransformersWhisper(config, tensors);
  }

  /** Bytes of the weights. */
  static long size(Path folder) throws IOException {
    long size = 0;
    for (Path file : files(folder)) {
      size += Files.size(file);
    }
    return size;
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.exists(folder.resolve(SHARDS))) {
      return List.of(folder.resolve(WHOLE));
    }
    Set<String> names = new TreeSet<>();
    json(folder.resolve(SHARDS)).path("weight_map").forEach(name -> names.add(name.asText()));
    List<Path> files = new ArrayList<>();
    for (String name : names) {
      Path file = folder.resolve(name);
      boolean inside = folder.equals(file.getParent()) && !name.startsWith(".");
      if (!inside || !Files.isRegularFile(file) || files.size() == MOST_SHARDS) {
        throw new UnreadableFileException("its part '%s' is missing".formatted(name));
      }
      files.add(file);
    }
    return files;
  }

  private static JsonNode json(Path file) throws IOException {
    try {
      return new JsonMapper().readTree(file.toFile());
    } catch (JacksonException e) {
      throw new UnreadableFileException(file.getFileName() + " is not JSON");
    }
  }

  private static String withoutPrefix(String name) {
    return name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
  }

  @Override
  public WhisperShape shape() throws UnreadableFileException {
    Tensor words = take("decoder.embed_tokens.weight", 2);
    Tensor audio = take("encoder.embed_positions.weight", 2);
    int audioState = audio.shape().get(1);
    int textState = words.shape().get(1);
    return new WhisperShape(
        words.shape().get(0),
        audio.shape().get(0),
        audioState,
        config.path("encoder_attention_heads").asInt(audioState / 64),
        layers("encoder"),
        take("decoder.embed_positions.weight", 2).shape().get(0),
        textState,
        config.path("decoder_attention_heads").asInt(textState / 64),
        layers("decoder"),
        take("encoder.conv1.weight", 3).shape().get(1),
        GgmlType.F16.id());
  }

  @Override
  public List<Placed> inOrder(WhisperShape shape) throws UnreadableFileException {
    placed.add(
        Placed.vector("decoder.positional_embedding", take("decoder.embed_positions.weight", 2)));
    placed.add(
        Placed.vector("encoder.positional_embedding", take("encoder.embed_positions.weight", 2)));
    placed.add(
        Placed.matrix("decoder.token_embedding.weight", take("decoder.embed_tokens.weight", 2)));
    for (int i = 0; i < shape.textLayers(); i++) {
      String to = "decoder.blocks." + i + ".";
      String from = "decoder.layers." + i + ".";
      block(to, from);
      norm(to + "cross_attn_ln", from + "encoder_attn_layer_norm");
      attention(to + "cross_attn.", from + "encoder_attn.");
    }
    norm("decoder.ln", "decoder.layer_norm");
    convolution("encoder.conv1");
    convolution("encoder.conv2");
    for (int i = 0; i < shape.audioLayers(); i++) {
      block("encoder.blocks." + i + ".", "encoder.layers." + i + ".");
    }
    norm("encoder.ln_post", "encoder.layer_norm");
    refuseLeftovers();
    return placed;
  }

  private void block(String to, String from) throws UnreadableFileException {
    norm(to + "mlp_ln", from + "final_layer_norm");
    linear(to + "mlp.0", from + "fc1");
    linear(to + "mlp.2", from + "fc2");
    norm(to + "attn_ln", from + "self_attn_layer_norm");
    attention(to + "attn.", from + "self_attn.");
  }

  private void attention(String to, String from) throws UnreadableFileException {
    linear(to + "query", from + "q_proj");
    placed.add(Placed.matrix(to + "key.weight", take(from + "k_proj.weight", 2)));
    linear(to + "value", from + "v_proj");
    linear(to + "out", from + "out_proj");
  }

  private void linear(String to, String from) throws UnreadableFileException {
    Tensor weight = take(from + ".weight", 2);
    Tensor bias = take(from + ".bias", 1);
    if (!bias.shape().getFirst().equals(weight.shape().getFirst())) {
      throw new UnreadableFileException("'%s.bias' has the wrong shape".formatted(from));
    }
    placed.add(Placed.matrix(to + ".weight", weight));
    placed.add(Placed.vector(to + ".bias", bias));
  }

  private void norm(String to, String from) throws UnreadableFileException {
    placed.add(Placed.vector(to + ".weight", take(from + ".weight", 1)));
    placed.add(Placed.vector(to + ".bias", take(from + ".bias", 1)));
  }

  private void convolution(String name) throws UnreadableFileException {
    placed.add(Placed.matrix(name + ".weight", take(name + ".weight", 3)));
    placed.add(Placed.column(name + ".bias", take(name + ".bias", 1)));
  }

  private Tensor take(String name, int rank) throws UnreadableFileException {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new UnreadableFileException("'%s' is missing".formatted(name));
    }
    boolean number =
        switch (tensor.type()) {
          case F32, F16, BF16 -> true;
          default -> false;
        };
    if (!number) {
      throw new UnreadableFileException(
          "it is quantised (%s), and only float16, bfloat16 and float32 can be converted"
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
    while (tensors.containsKey("%s.layers.%d.fc1.weight".formatted(side, count))) {
      count++;
    }
    return count;
  }

  /** The last layer may be written down a second time, as the table of tokens that it is. */
  private void refuseLeftovers() throws UnreadableFileException {
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      Tensor tensor = entry.getValue();
      boolean number = tensor.type() != TensorType.I64;
      boolean tied =
          entry.getKey().equals(LAST_LAYER)
              && tensor.data().mismatch(take("decoder.embed_tokens.weight", 2).data()) < 0;
      if (number && !tied && !used.contains(entry.getKey())) {
        throw new UnreadableFileException(
            "ggml has no place for its tensor '%s'".formatted(entry.getKey()));
      }
    }
  }
}
