package ai.stt.inference.engine.whisper.graph;

import ai.stt.inference.catalog.convert.WhisperGgml;
import ai.stt.inference.catalog.convert.WhisperShape;
import ai.stt.inference.tensor.GgmlTensors;
import ai.stt.inference.tensor.GgmlType;
import ai.stt.inference.tensor.UnreadableFileException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** An open ggml file with a Whisper model of any size. Thread-safe until it is closed. */
public final class WhisperModel implements AutoCloseable {
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final String EMBEDDING = "decoder.token_embedding.weight";
  private static final String POSITIONS = "decoder.positional_embedding";

  private final Arena arena;
  private final WhisperGgml.Content content;

  private WhisperModel(Arena arena, WhisperGgml.Content content) {
    this.arena = arena;
    this.content = content;
  }

  /**
   * Maps a file and checks its tensors' shapes.
   *
   * @throws UnreadableFileException when it is cut short, quantised, or of another architecture
   * @throws NotFiniteException when a position is no number
   */
  @SuppressWarnings("MustBeClosed") // closed with the model
  public static WhisperModel open(Path file) throws IOException {
    Arena arena = Arena.ofShared();
    try {
      var model = new WhisperModel(arena, WhisperGgml.open(file, arena));
      model.check();
      return model;
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  /** The dimensions. */
  public WhisperShape shape() {
    return content.shape();
  }

  /** The bytes of each token that is text, by its id. */
  public List<byte[]> vocabulary() {
    return content.vocabulary();
  }

  /** The mel filters: {@code [mels * 201]}, one filter after the other. */
  public float[] filters() {
    return content.filters().toArray(FLOAT);
  }

  /**
   * Writes what the decoder is given of a token: its embedding plus that of its position.
   *
   * @param to receives {@link WhisperShape#textState} numbers from {@code at} on
   */
  public void embed(int token, int position, float[] to, int at) {
    int width = shape().textState();
    float[] place = new float[width];
    tensor(EMBEDDING).copyTo((long) token * width, to, at, width);
    tensor(POSITIONS).copyTo((long) position * width, place, 0, width);
    for (int i = 0; i < width; i++) {
      to[at + i] += place[i];
    }
  }

  /** All numbers of a small tensor. */
  float[] floats(String name) {
    GgmlTensors.Entry tensor = tensor(name);
    float[] values = new float[Math.toIntExact(tensor.elements())];
    tensor.copyTo(0, values, 0, values.length);
    return values;
  }

  /** A matrix of so many columns; of several tensors, their rows one under the other. */
  Matrix matrix(int columns, String... names) {
    return Matrix.of(Arrays.stream(names).map(this::tensor).toList(), columns);
  }

  /** The token embedding, which is the last projection as well. */
  Matrix embedding() {
    return matrix(shape().textState(), EMBEDDING);
  }

  @Override
  public void close() {
    arena.close();
  }

  private GgmlTensors.Entry tensor(String name) {
    GgmlTensors.Entry tensor = content.tensors().get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("no tensor " + name);
    }
    return tensor;
  }

  private void check() throws UnreadableFileException {
    WhisperShape shape = shape();
    int width = shape.textState();
    require(shape.audioState() == width, "the encoder and the decoder are not of one width");
    require(width % shape.audioHeads() == 0, "the heads do not divide the encoder's width");
    require(width % shape.textHeads() == 0, "the heads do not divide the decoder's width");
    require("encoder.conv1.weight", (long) width * shape.mels() * 3);
    require("encoder.conv1.bias", width);
    require("encoder.conv2.weight", (long) width * width * 3);
    require("encoder.conv2.bias", width);
    require("encoder.positional_embedding", (long) width * shape.audioContext());
    require(POSITIONS, (long) width * shape.textContext());
    require(EMBEDDING, (long) width * shape.vocabulary());
    norm("encoder.ln_post.");
    norm("decoder.ln.");
    for (int i = 0; i < shape.audioLayers(); i++) {
      block("encoder.blocks." + i + ".", false);
    }
    for (int i = 0; i < shape.textLayers(); i++) {
      block("decoder.blocks." + i + ".", true);
    }
    // It is part of no graph, whose numbers are looked at when they are built.
    float[] positions = floats(POSITIONS);
    NotFiniteException.check(POSITIONS, positions, positions.length);
  }

  private void block(String at, boolean decoder) throws UnreadableFileException {
    long width = shape().textState();
    norm(at + "attn_ln.");
    norm(at + "mlp_ln.");
    attention(at + "attn.");
    if (decoder) {
      norm(at + "cross_attn_ln.");
      attention(at + "cross_attn.");
    }
    require(at + "mlp.0.weight", 4 * width * width);
    require(at + "mlp.0.bias", 4 * width);
    require(at + "mlp.2.weight", 4 * width * width);
    require(at + "mlp.2.bias", width);
  }

  private void attention(String at) throws UnreadableFileException {
    long width = shape().textState();
    for (String part : List.of("query", "key", "value", "out")) {
      require(at + part + ".weight", width * width);
      if (!part.equals("key")) {
        require(at + part + ".bias", width);
      }
    }
  }

  private void norm(String at) throws UnreadableFileException {
    require(at + "weight", shape().textState());
    require(at + "bias", shape().textState());
  }

  private void require(String name, long elements) throws UnreadableFileException {
    GgmlTensors.Entry tensor = content.tensors().get(name);
    if (tensor == null) {
      throw new UnreadableFileException("it has no tensor '%s'".formatted(name));
    }
    require(
        tensor.type() == GgmlType.F16 || tensor.type() == GgmlType.F32,
        "'%s' is quantised".formatted(name));
    require(tensor.elements() == elements, "'%s' is of another shape".formatted(name));
  }

  private static void require(boolean ok, String otherwise) throws UnreadableFileException {
    if (!ok) {
      throw new UnreadableFileException(otherwise);
    }
  }
}
