package ai.stt.inference.engine.whisper;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Writes a ggml file with a multilingual model of two layers and a width of 64, whose weights are
 * the noise that reference.py makes as well. It babbles, but as the original would.
 */
public final class SmallWhisper {
  static final int WIDTH = 64;
  private static final int TEXT_TOKENS = 50_257;

  private final int vocabulary;
  private final int mels;
  private final int audioLayers;
  private final int textLayers;
  private final int heads;
  private boolean halved;
  private final TreeMap<String, int[]> shapes = new TreeMap<>();
  private final TreeMap<String, float[]> values = new TreeMap<>();

  /** The model as reference.py makes it. */
  public SmallWhisper() {
    this(51_865, 80, 2, 2, 2);
  }

  /** A model of other dimensions. */
  public SmallWhisper(int vocabulary, int mels, int audioLayers, int textLayers, int heads) {
    this.vocabulary = vocabulary;
    this.mels = mels;
    this.audioLayers = audioLayers;
    this.textLayers = textLayers;
    this.heads = heads;
    shapes.put("encoder.conv1.weight", new int[] {WIDTH, mels, 3});
    shapes.put("encoder.conv1.bias", new int[] {WIDTH, 1}); // a column, for whisper.cpp
    shapes.put("encoder.conv2.weight", new int[] {WIDTH, WIDTH, 3});
    shapes.put("encoder.conv2.bias", new int[] {WIDTH, 1});
    shapes.put("encoder.positional_embedding", new int[] {1500, WIDTH});
    shapes.put("decoder.positional_embedding", new int[] {448, WIDTH});
    shapes.put("decoder.token_embedding.weight", new int[] {vocabulary, WIDTH});
    norm("encoder.ln_post");
    norm("decoder.ln");
    for (int i = 0; i < audioLayers; i++) {
      layer("encoder.blocks." + i + ".", false);
    }
    for (int i = 0; i < textLayers; i++) {
      layer("decoder.blocks." + i + ".", true);
    }
    int seed = 1;
    for (var entry : shapes.entrySet()) {
      values.put(entry.getKey(), numbers(entry.getKey(), entry.getValue(), seed++));
    }
  }

  /**
   * Writes matrices with 16 bits, as the published files have them; whisper.cpp takes no others.
   */
  public SmallWhisper halved() {
    halved = true;
    return this;
  }

  /** Overwrites a number. */
  public SmallWhisper set(String tensor, int at, float value) {
    float[] numbers = values.get(tensor);
    if (numbers == null) {
      throw new IllegalArgumentException(tensor);
    }
    numbers[at] = value;
    return this;
  }

  /** Gives a tensor another name. */
  public SmallWhisper rename(String tensor, String to) {
    shapes.put(to, shapes.remove(tensor));
    values.put(to, values.remove(tensor));
    return this;
  }

  /** Writes the file, with filters and a vocabulary of nonsense. */
  public Path write(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      ints(out, 0x67676d6c);
      ints(out, vocabulary, 1500, WIDTH, heads, audioLayers, 448, WIDTH, heads, textLayers);
      ints(out, mels, halved ? 1 : 0);
      ints(out, mels, 201);
      float[] filters = new float[mels * 201];
      for (int mel = 0; mel < mels; mel++) {
        filters[mel * 201 + mel * 160 / mels] = 1;
      }
      floats(out, filters);
      ints(out, TEXT_TOKENS);
      for (int i = 0; i < TEXT_TOKENS; i++) {
        block(out, i < 256 ? new byte[] {(byte) i} : (" w" + i).getBytes(StandardCharsets.UTF_8));
      }
      for (var entry : shapes.entrySet()) {
        tensor(out, entry.getKey(), entry.getValue());
      }
    }
    return file;
  }

  private void tensor(OutputStream out, String name, int[] shape) throws IOException {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    boolean half = halved && shape.length > 1 && !name.matches(".*(bias|positional_embedding)");
    ints(out, shape.length, utf8.length, half ? 1 : 0);
    for (int i = shape.length - 1; i >= 0; i--) {
      ints(out, shape[i]);
    }
    out.write(utf8);
    float[] numbers = Objects.requireNonNull(values.get(name));
    if (half) {
      halves(out, numbers);
    } else {
      floats(out, numbers);
    }
  }

  private void layer(String at, boolean decoder) {
    norm(at + "attn_ln");
    norm(at + "mlp_ln");
    attention(at + "attn.");
    if (decoder) {
      norm(at + "cross_attn_ln");
      attention(at + "cross_attn.");
    }
    shapes.put(at + "mlp.0.weight", new int[] {4 * WIDTH, WIDTH});
    shapes.put(at + "mlp.0.bias", new int[] {4 * WIDTH});
    shapes.put(at + "mlp.2.weight", new int[] {WIDTH, 4 * WIDTH});
    shapes.put(at + "mlp.2.bias", new int[] {WIDTH});
  }

  private void attention(String at) {
    for (String part : new String[] {"query", "key", "value", "out"}) {
      shapes.put(at + part + ".weight", new int[] {WIDTH, WIDTH});
      if (!part.equals("key")) {
        shapes.put(at + part + ".bias", new int[] {WIDTH});
      }
    }
  }

  private void norm(String at) {
    shapes.put(at + ".weight", new int[] {WIDTH});
    shapes.put(at + ".bias", new int[] {WIDTH});
  }

  private static float[] numbers(String name, int[] shape, int seed) {
    float[] numbers = noise(Arrays.stream(shape).reduce(1, (a, b) -> a * b), seed);
    boolean scale = name.matches(".*(ln|ln_post)\\.weight");
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = scale ? numbers[i] + 1 : numbers[i] * 0.5f;
    }
    return numbers;
  }

  /** What noise() in reference.py makes, in [-0.5, 0.5). */
  static float[] noise(int count, int seed) {
    float[] noise = new float[count];
    for (int i = 0; i < count; i++) {
      int x = (int) (i * 2654435761L + seed * 40503L);
      x ^= x >>> 15;
      x *= 0x2c1b3c6d;
      x ^= x >>> 12;
      noise[i] = (float) (Integer.toUnsignedLong(x) / 4294967296.0 - 0.5);
    }
    return noise;
  }

  private static void ints(OutputStream out, int... numbers) throws IOException {
    var buffer = ByteBuffer.allocate(numbers.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asIntBuffer().put(numbers);
    out.write(buffer.array());
  }

  private static void floats(OutputStream out, float[] numbers) throws IOException {
    var buffer = ByteBuffer.allocate(numbers.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(numbers);
    out.write(buffer.array());
  }

  private static void halves(OutputStream out, float[] numbers) throws IOException {
    var buffer = ByteBuffer.allocate(numbers.length * 2).order(ByteOrder.LITTLE_ENDIAN);
    for (float number : numbers) {
      buffer.putShort(Float.floatToFloat16(number));
    }
    out.write(buffer.array());
  }

  private static void block(OutputStream out, byte[] bytes) throws IOException {
    ints(out, bytes.length);
    out.write(bytes);
  }
}
