package ai.stt.inference.catalog.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Writes a faster-whisper folder with a model of one layer and a width of two: real in form, of no
 * use for speech. Its parts can be spoilt before writing.
 */
public final class TinyWhisper {
  /** CTranslate2's numbers of types. */
  public enum Precision {
    F32(0, 4),
    I8(1, 1),
    I16(2, 2),
    F16(4, 2);

    final int id;
    final int bytes;

    Precision(int id, int bytes) {
      this.id = id;
      this.bytes = bytes;
    }
  }

  private record Variable(List<Integer> shape, Precision type, List<Float> values) {}

  private final Map<String, Variable> variables = new LinkedHashMap<>();
  private final Random random = new Random(5);
  private final Precision type;
  private int version = 6;
  private String spec = "WhisperSpec";
  private String last;

  /** A model with this many tokens, 80 mel bins, and numbers that fit f16. */
  public TinyWhisper(int vocabulary, Precision type) {
    this.type = type;
    this.last = vocabulary == 51_864 ? "<|endoftext|>" : "";
    put("decoder/embeddings/weight", vocabulary, 2);
    put("decoder/position_encodings/encodings", 4, 2);
    put("encoder/position_encodings/encodings", 3, 2);
    put("encoder/conv1/weight", 2, 80, 3);
    put("encoder/conv1/bias", 2);
    put("encoder/conv2/weight", 2, 2, 3);
    put("encoder/conv2/bias", 2);
    for (String side : new String[] {"encoder", "decoder"}) {
      put(side + "/num_heads")
          .set(side + "/num_heads", 0, 1)
          .as(side + "/num_heads", Precision.I16);
      String layer = side + "/layer_0/";
      norm(side);
      norm(layer + "ffn");
      linear(layer + "ffn/linear_0", 8, 2);
      linear(layer + "ffn/linear_1", 2, 8);
      norm(layer + "self_attention");
      linear(layer + "self_attention/linear_0", 6, 2);
      zero(layer + "self_attention/linear_0/bias", 2, 4);
      linear(layer + "self_attention/linear_1", 2, 2);
    }
    norm("decoder/layer_0/attention");
    linear("decoder/layer_0/attention/linear_0", 2, 2);
    linear("decoder/layer_0/attention/linear_1", 4, 2);
    zero("decoder/layer_0/attention/linear_1/bias", 0, 2);
    linear("decoder/layer_0/attention/linear_2", 2, 2);
  }

  /** Adds or replaces a variable. */
  public TinyWhisper put(String name, int... shape) {
    int elements = 1;
    for (int dimension : shape) {
      elements *= dimension;
    }
    List<Float> values = new ArrayList<>(elements);
    for (int i = 0; i < elements; i++) {
      values.add(Float.float16ToFloat(Float.floatToFloat16((float) random.nextGaussian())));
    }
    List<Integer> dimensions = Arrays.stream(shape).boxed().toList();
    variables.put(name, new Variable(dimensions, type, values));
    return this;
  }

  /** Takes a variable out. */
  public TinyWhisper without(String name) {
    variables.remove(name);
    return this;
  }

  /** Sets one number of a variable. */
  public TinyWhisper set(String name, int at, float value) {
    variable(name).values().set(at, value);
    return this;
  }

  /** Claims another type for a variable. */
  public TinyWhisper as(String name, Precision other) {
    Variable old = variable(name);
    variables.put(name, new Variable(old.shape(), other, old.values()));
    return this;
  }

  /** Claims another binary version and spec. */
  public TinyWhisper claiming(int newVersion, String newSpec) {
    version = newVersion;
    spec = newSpec;
    return this;
  }

  /** Gives the vocabulary another last token of text. */
  public TinyWhisper endingWith(String token) {
    last = token;
    return this;
  }

  /** Writes {@code model.bin} and {@code vocabulary.txt}. */
  public Path write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve("model.bin"), bytes());
    var lines = new StringBuilder("\u0120hi\n\u00c4\u0142\n");
    for (int i = 2; i < 50_256; i++) {
      lines.append('t').append(i).append('\n');
    }
    lines.append(last).append('\n');
    Files.writeString(folder.resolve("vocabulary.txt"), lines);
    return folder;
  }

  private byte[] bytes() throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    number(out, version);
    text(out, spec);
    number(out, 3);
    number(out, variables.size());
    for (var entry : variables.entrySet()) {
      Variable variable = entry.getValue();
      text(out, entry.getKey());
      out.writeByte(variable.shape().size());
      for (int dimension : variable.shape()) {
        number(out, dimension);
      }
      out.writeByte(variable.type().id);
      number(out, variable.values().size() * variable.type().bytes);
      out.write(data(variable));
    }
    number(out, 1);
    text(out, "decoder/projection/weight");
    text(out, "decoder/embeddings/weight");
    return bytes.toByteArray();
  }

  private static byte[] data(Variable variable) {
    var buffer =
        ByteBuffer.allocate(variable.values().size() * variable.type().bytes)
            .order(ByteOrder.LITTLE_ENDIAN);
    for (float value : variable.values()) {
      switch (variable.type()) {
        case F32 -> buffer.putFloat(value);
        case I8 -> buffer.put((byte) value);
        case I16 -> buffer.putShort((short) value);
        case F16 -> buffer.putShort(Float.floatToFloat16(value));
      }
    }
    return buffer.array();
  }

  private Variable variable(String name) {
    Variable variable = variables.get(name);
    if (variable == null) {
      throw new IllegalArgumentException(name);
    }
    return variable;
  }

  private void norm(String at) {
    put(at + "/layer_norm/gamma", 2);
    put(at + "/layer_norm/beta", 2);
  }

  private void linear(String at, int out, int in) {
    put(at + "/weight", out, in);
    put(at + "/bias", out);
  }

  private void zero(String name, int from, int to) {
    for (int i = from; i < to; i++) {
      set(name, i, 0);
    }
  }

  private static void number(DataOutputStream out, int value) throws IOException {
    out.writeInt(Integer.reverseBytes(value));
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = (text + "\0").getBytes(StandardCharsets.UTF_8);
    out.writeShort(Short.reverseBytes((short) bytes.length));
    out.write(bytes);
  }
}
