package ai.stt.inference.catalog.testing;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Writes a Whisper model as transformers saves it. Its parts can be spoilt before writing. */
public final class TransformersFolder {
  private static final JsonMapper JSON = new JsonMapper();

  /** How transformers names the parts of OpenAI's names, longest first where one holds another. */
  private static final Map<String, String> NAMES = new LinkedHashMap<>();

  static {
    NAMES.put("decoder.token_embedding.", "decoder.embed_tokens.");
    NAMES.put("coder.positional_embedding", "coder.embed_positions.weight");
    NAMES.put(".blocks.", ".layers.");
    NAMES.put(".cross_attn_ln.", ".encoder_attn_layer_norm.");
    NAMES.put(".cross_attn.", ".encoder_attn.");
    NAMES.put(".attn_ln.", ".self_attn_layer_norm.");
    NAMES.put(".attn.", ".self_attn.");
    NAMES.put(".query.", ".q_proj.");
    NAMES.put(".key.", ".k_proj.");
    NAMES.put(".value.", ".v_proj.");
    NAMES.put(".out.", ".out_proj.");
    NAMES.put(".mlp_ln.", ".final_layer_norm.");
    NAMES.put(".mlp.0.", ".fc1.");
    NAMES.put(".mlp.2.", ".fc2.");
    NAMES.put("decoder.ln.", "decoder.layer_norm.");
    NAMES.put("encoder.ln_post.", "encoder.layer_norm.");
  }

  private record Written(String type, List<Integer> shape, ByteBuffer data) {}

  private final Map<String, Written> tensors = new LinkedHashMap<>();
  private final ObjectNode config =
      JSON.createObjectNode()
          .put("model_type", "whisper")
          .put("encoder_attention_heads", 1)
          .put("decoder_attention_heads", 1);

  /** The name that transformers gives to a tensor of OpenAI's. */
  public static String nameOf(String openAi) {
    String name = openAi;
    for (Map.Entry<String, String> part : NAMES.entrySet()) {
      name = name.replace(part.getKey(), part.getValue());
    }
    return "model." + name;
  }

  /** Adds or replaces a tensor. */
  public TransformersFolder put(String name, String type, List<Integer> shape, byte[] data) {
    tensors.put(name, new Written(type, shape, ByteBuffer.wrap(data.clone())));
    return this;
  }

  /** Gives a tensor another name. */
  public TransformersFolder rename(String from, String to) {
    tensors.put(to, written(from));
    tensors.remove(from);
    return this;
  }

  /** The bytes of a tensor. */
  public byte[] data(String name) {
    return written(name).data().array().clone();
  }

  /** Claims another kind of model. */
  public TransformersFolder claiming(String modelType) {
    config.put("model_type", modelType);
    return this;
  }

  /** Writes {@code config.json}, the words, and the tensors in one file or several. */
  public Path write(Path folder, List<String> words, int shards) throws IOException {
    Files.createDirectories(folder);
    JSON.writeValue(folder.resolve("config.json").toFile(), config);
    ObjectNode vocabulary = JSON.createObjectNode();
    for (int i = 0; i < words.size(); i++) {
      vocabulary.put(words.get(i), i);
    }
    JSON.writeValue(folder.resolve("vocab.json").toFile(), vocabulary);
    List<String> names = new ArrayList<>(tensors.keySet());
    if (shards == 1) {
      Files.write(folder.resolve("model.safetensors"), file(names));
      return folder;
    }
    ObjectNode index = JSON.createObjectNode();
    for (int i = 0; i < shards; i++) {
      String file = "model-%05d-of-%05d.safetensors".formatted(i + 1, shards);
      List<String> part = names.subList(i * names.size() / shards, (i + 1) * names.size() / shards);
      Files.write(folder.resolve(file), file(part));
      part.forEach(name -> index.withObject("/weight_map").put(name, file));
    }
    JSON.writeValue(folder.resolve("model.safetensors.index.json").toFile(), index);
    return folder;
  }

  private Written written(String name) {
    return Objects.requireNonNull(tensors.get(name), name);
  }

  private byte[] file(List<String> names) throws IOException {
    ObjectNode header = JSON.createObjectNode();
    header.putObject("__metadata__").put("format", "pt");
    var data = new ByteArrayOutputStream();
    for (String name : names) {
      Written tensor = written(name);
      ObjectNode entry = header.putObject(name).put("dtype", tensor.type());
      tensor.shape().forEach(entry.putArray("shape")::add);
      var offsets = entry.putArray("data_offsets").add(data.size());
      data.writeBytes(tensor.data().array());
      offsets.add(data.size());
    }
    byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
    var file = new ByteArrayOutputStream();
    file.writeBytes(
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(json.length).array());
    file.writeBytes(json);
    file.writeBytes(data.toByteArray());
    return file.toByteArray();
  }
}
