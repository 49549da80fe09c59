package ai.stt.inference.catalog.convert;

import ai.stt.inference.tensor.GgmlTensors;
import ai.stt.inference.tensor.GgmlWriter;
import ai.stt.inference.tensor.MappedReader;
import ai.stt.inference.tensor.UnreadableFileException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The ggml file of whisper.cpp ({@code models/convert-pt-to-ggml.py}): magic, dimensions, mel
 * filters, vocabulary, tensors.
 */
public final class WhisperGgml {
  private static final int MAGIC = 0x67676d6c;
  private static final int MOST_TOKENS = 60_000;
  private static final int LONGEST_TOKEN = 1 << 16;

  private WhisperGgml() {}

  /**
   * Reads a file's dimensions, and checks that its tensors are all there.
   *
   * @throws UnreadableFileException when it is another kind of file, or cut off
   */
  public static WhisperShape read(Path file) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      return open(file, arena).shape();
    }
  }

  /**
   * What a file holds; valid as long as the arena that it was mapped in is open.
   *
   * @param shape the dimensions
   * @param filters the mel filters, {@code [mels, 201]} 32-bit numbers, little-endian
   * @param vocabulary the bytes of each token that is text
   * @param tensors by name
   */
  public record Content(
      WhisperShape shape,
      MemorySegment filters,
      List<byte[]> vocabulary,
      Map<String, GgmlTensors.Entry> tensors) {
    /** Takes copies of the collections. */
    public Content {
      vocabulary = List.copyOf(vocabulary);
      tensors = Map.copyOf(tensors);
    }
  }

  /**
   * Maps a file, and checks that its tensors are all there.
   *
   * @throws UnreadableFileException when it is another kind of file, or cut off
   */
  public static Content open(Path file, Arena arena) throws IOException {
    var in = new MappedReader(file, arena);
    if (in.left() < 4 || in.i32() != MAGIC) {
      throw new UnreadableFileException("it is not a ggml file of whisper.cpp");
    }
    WhisperShape shape = dimensions(in);
    shape.check();
    if (in.count(1 << 10) != shape.mels()) {
      throw new UnreadableFileException("its mel filters do not fit the model");
    }
    MemorySegment filters = in.slice(4L * shape.mels() * in.count(1 << 16));
    int tokens = in.count(MOST_TOKENS);
    List<byte[]> vocabulary = new ArrayList<>(tokens);
    for (int i = 0; i < tokens; i++) {
      vocabulary.add(in.bytes(in.count(LONGEST_TOKEN)));
    }
    List<GgmlTensors.Entry> tensors = GgmlTensors.readAll(in);
    if (tensors.size() != tensorCount(shape)) {
      throw new UnreadableFileException(
          "it has %d tensors instead of %d".formatted(tensors.size(), tensorCount(shape)));
    }
    Map<String, GgmlTensors.Entry> byName = new HashMap<>();
    tensors.forEach(tensor -> byName.put(tensor.name(), tensor));
    return new Content(shape, filters, vocabulary, byName);
  }

  /** Writes everything before the tensors. */
  static void writeHeader(GgmlWriter out, WhisperShape shape, byte[][] vocabulary)
      throws IOException {
    out.ints(MAGIC, shape.vocabulary());
    out.ints(shape.audioContext(), shape.audioState(), shape.audioHeads(), shape.audioLayers());
    out.ints(shape.textContext(), shape.textState(), shape.textHeads(), shape.textLayers());
    out.ints(shape.mels(), shape.fileType(), shape.mels(), MelFilters.BINS);
    out.floats(MelFilters.weights(shape.mels()));
    out.ints(vocabulary.length);
    for (byte[] token : vocabulary) {
      out.block(token);
    }
  }

  private static WhisperShape dimensions(MappedReader in) throws UnreadableFileException {
    return new WhisperShape(
        in.i32(), in.i32(), in.i32(), in.i32(), in.i32(), in.i32(), in.i32(), in.i32(), in.i32(),
        in.i32(), in.i32());
  }

  /** Positions and norms, words and convolutions; 15 in an encoder layer, 24 in a decoder layer. */
  private static int tensorCount(WhisperShape shape) {
    return 11 + 15 * shape.audioLayers() + 24 * shape.textLayers();
  }
}
