package ai.stt.model.qwen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Writes a GGUF file of the architecture of Qwen2.5 with its whole vocabulary and weights by
 * chance: one layer, 32 numbers wide.
 */
final class TinyQwen {
  static final int VOCABULARY = 151_936;
  private static final int WIDE = 32;
  private static final int HEADS = 2;
  private static final int INNER = 64;
  private static final int ALIGNMENT = 32;

  private final ByteArrayOutputStream header = new ByteArrayOutputStream();
  private final List<float[]> data = new ArrayList<>();
  private final ByteArrayOutputStream infos = new ByteArrayOutputStream();
  private final Random random = new Random(5);
  private long offset;
  private int values;

  private TinyQwen() {}

  /** The form of conversations that Qwen publishes with its models. */
  static String template(Path tokenizer) throws IOException {
    Path settings = tokenizer.resolveSibling("tokenizer_config.json");
    return new ObjectMapper().readTree(settings.toFile()).get("chat_template").asText();
  }

  static Path write(Path tokenizer, String template, Path file) throws IOException {
    var writer = new TinyQwen();
    writer.describe(new ObjectMapper().readTree(tokenizer.toFile()));
    writer.text("tokenizer.chat_template", template);
    writer.layers();
    writer.write(file);
    return file;
  }

  private void describe(JsonNode tokenizer) {
    text("general.architecture", "qwen2");
    text("general.name", "Tiny Qwen");
    text("general.license", "apache-2.0");
    for (var number :
        Map.of(
                "block_count",
                1,
                "context_length",
                4096,
                "embedding_length",
                WIDE,
                "feed_forward_length",
                INNER,
                "attention.head_count",
                HEADS,
                "attention.head_count_kv",
                1)
            .entrySet()) {
      number("qwen2." + number.getKey(), number.getValue());
    }
    real("qwen2.rope.freq_base", 1e6f);
    real("qwen2.attention.layer_norm_rms_epsilon", 1e-6f);
    text("tokenizer.ggml.model", "gpt2");
    text("tokenizer.ggml.pre", "qwen2");
    vocabulary(tokenizer);
    number("tokenizer.ggml.eos_token_id", 151_645);
    number("tokenizer.ggml.padding_token_id", 151_643);
    number("tokenizer.ggml.bos_token_id", 151_643);
    key("tokenizer.ggml.add_bos_token", 7);
    header.write(0);
  }

  private void vocabulary(JsonNode tokenizer) {
    String[] tokens = new String[VOCABULARY];
    int[] types = new int[VOCABULARY];
    for (int i = 0; i < VOCABULARY; i++) {
      tokens[i] = "[PAD%d]".formatted(i);
      types[i] = 5;
    }
    tokenizer
        .at("/model/vocab")
        .properties()
        .forEach(
            entry -> {
              tokens[entry.getValue().asInt()] = entry.getKey();
              types[entry.getValue().asInt()] = 1;
            });
    for (JsonNode added : tokenizer.get("added_tokens")) {
      tokens[added.get("id").asInt()] = added.get("content").asText();
      types[added.get("id").asInt()] = added.get("special").asBoolean() ? 3 : 4;
    }
    list("tokenizer.ggml.tokens", 8, VOCABULARY);
    for (String token : tokens) {
      string(header, token);
    }
    list("tokenizer.ggml.token_type", 5, VOCABULARY);
    for (int type : types) {
      int32(header, type);
    }
    JsonNode merges = tokenizer.at("/model/merges");
    list("tokenizer.ggml.merges", 8, merges.size());
    for (JsonNode merge : merges) {
      String pair =
          merge.isTextual() ? merge.asText() : merge.get(0).asText() + " " + merge.get(1).asText();
      string(header, pair);
    }
  }

  private void layers() {
    int key = WIDE / HEADS;
    tensor("token_embd.weight", WIDE, VOCABULARY);
    ones("output_norm.weight", WIDE);
    ones("blk.0.attn_norm.weight", WIDE);
    ones("blk.0.ffn_norm.weight", WIDE);
    tensor("blk.0.attn_q.weight", WIDE, WIDE);
    tensor("blk.0.attn_q.bias", WIDE);
    tensor("blk.0.attn_k.weight", WIDE, key);
    tensor("blk.0.attn_k.bias", key);
    tensor("blk.0.attn_v.weight", WIDE, key);
    tensor("blk.0.attn_v.bias", key);
    tensor("blk.0.attn_output.weight", WIDE, WIDE);
    tensor("blk.0.ffn_gate.weight", WIDE, INNER);
    tensor("blk.0.ffn_up.weight", WIDE, INNER);
    tensor("blk.0.ffn_down.weight", INNER, WIDE);
  }

  private void ones(String name, int length) {
    float[] numbers = new float[length];
    java.util.Arrays.fill(numbers, 1);
    add(name, numbers, length);
  }

  private void tensor(String name, int... shape) {
    int length = java.util.Arrays.stream(shape).reduce(1, Math::multiplyExact);
    float[] numbers = new float[length];
    for (int i = 0; i < length; i++) {
      numbers[i] = (float) random.nextGaussian() / 4;
    }
    add(name, numbers, shape);
  }

  private void add(String name, float[] numbers, int... shape) {
    string(infos, name);
    int32(infos, shape.length);
    for (int length : shape) {
      int64(infos, length);
    }
    int32(infos, shape.length == 1 ? 0 : 1);
    int64(infos, offset);
    data.add(numbers);
    offset += padded(bytes(numbers, shape.length == 1));
  }

  private static long bytes(float[] numbers, boolean whole) {
    return (long) numbers.length * (whole ? 4 : 2);
  }

  private static long padded(long bytes) {
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  private void write(Path file) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      var front = new ByteArrayOutputStream();
      front.write("GGUF".getBytes(StandardCharsets.US_ASCII));
      int32(front, 3);
      int64(front, data.size());
      int64(front, values);
      header.writeTo(front);
      infos.writeTo(front);
      front.write(new byte[(int) (padded(front.size()) - front.size())]);
      front.writeTo(out);
      for (float[] numbers : data) {
        boolean whole = numbers.length <= INNER;
        var bytes = ByteBuffer.allocate((int) padded(bytes(numbers, whole)));
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        for (float number : numbers) {
          if (whole) {
            bytes.putFloat(number);
          } else {
            bytes.putShort(Float.floatToFloat16(number));
          }
        }
        out.write(bytes.array());
      }
    }
  }

  private void key(String key, int type) {
    values++;
    string(header, key);
    int32(header, type);
  }

  private void text(String key, String value) {
    key(key, 8);
    string(header, value);
  }

  private void number(String key, int value) {
    key(key, 4);
    int32(header, value);
  }

  private void real(String key, float value) {
    key(key, 6);
    int32(header, Float.floatToRawIntBits(value));
  }

  private void list(String key, int type, int length) {
    key(key, 9);
    int32(header, type);
    int64(header, length);
  }

  private static void string(ByteArrayOutputStream out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int64(out, bytes.length);
    write(out, bytes);
  }

  private static void int32(ByteArrayOutputStream out, int value) {
    write(out, ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
  }

  private static void int64(ByteArrayOutputStream out, long value) {
    write(out, ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
  }

  private static void write(ByteArrayOutputStream out, byte[] bytes) {
    try {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
