package ai.stt.inference.catalog.convert;

import ai.stt.inference.tensor.GgmlTensors;
import ai.stt.inference.tensor.GgmlWriter;
import ai.stt.inference.tensor.MappedReader;
import ai.stt.inference.tensor.UnreadableFileException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;

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
      var in = new MappedReader(file, arena);
      if (in.left() < 4 || in.i32() != MAGIC) {
        throw new UnreadableFileException("it is not a ggml file of whisper.cpp");
      }
      WhisperShape shape = dimensions(in);
      if (!shape.plausible()) {
        throw new UnreadableFileException("it has not the dimensions of a Whisper model");
      }
      if (in.count(1 << 10) != shape.mels()) {
        throw new UnreadableFileException("its mel filters do not fit the model");
      }
      in.slice(4L * shape.mels() * in.count(1 << 16));
      int tokens = in.count(MOST_TOKENS);
      for (int i = 0; i < tokens; i++) {
        in.slice(in.count(LONGEST_TOKEN));
      }
      int tensors = GgmlTensors.readAll(in).size();
      if (tensors != tensorCount(shape)) {
        throw new UnreadableFileException(
            "it has %d tensors instead of %d".formatted(tensors, tensorCount(shape)));
      }
      return shape;
    }
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
