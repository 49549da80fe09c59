package ai.stt.inference.engine.whispercpp;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The header of a ggml Whisper file, read after the whole file was found to be complete. The native
 * reader trusts its input: it takes a file that is cut short for a whole one, and a wrong length
 * ends the process. So every file passes here first.
 *
 * <p>The format: 0x67676d6c, eleven hyperparameters, the mel filters, the vocabulary, then tensors
 * (dimensions, name, type, data), all little-endian.
 *
 * @param vocabulary number of tokens
 * @param audioLayers layers of the encoder
 * @param width size of a hidden state
 * @param textLayers layers of the decoder
 * @param melBins bins of the spectrogram
 */
record GgmlFile(int vocabulary, int audioLayers, int width, int textLayers, int melBins) {
  private static final int MAGIC = 0x67676d6c;
  private static final int FFT_BINS = 201;
  private static final int FIRST_VOCABULARY = 51864;
  private static final int LAST_VOCABULARY = 51866;
  private static final int LONGEST_TOKEN_BYTES = 1024;
  private static final int LONGEST_NAME_BYTES = 256;

  /**
   * Reads and checks a file.
   *
   * @throws WeightsException when it is no ggml Whisper file or not a whole one
   * @throws IOException when it cannot be read
   */
  static GgmlFile read(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ);
        var arena = Arena.ofConfined()) {
      var cursor = new Cursor(channel.map(MapMode.READ_ONLY, 0, channel.size(), arena));
      GgmlFile header = header(cursor);
      filters(cursor, header.melBins);
      vocabulary(cursor, header.vocabulary);
      tensors(cursor);
      return header;
    }
  }

  /** Whether the vocabulary is the one of the models for many languages. */
  boolean multilingual() {
    return vocabulary > FIRST_VOCABULARY;
  }

  /** Languages with a token of their own; 99, or 100 from large-v3 on. */
  int languages() {
    return multilingual() ? vocabulary - 51766 : 1;
  }

  private static GgmlFile header(Cursor cursor) throws WeightsException {
    if (cursor.left() < Integer.BYTES || cursor.next() != MAGIC) {
      throw new WeightsException("it is not a ggml file");
    }
    int vocabulary = cursor.next("vocabulary", FIRST_VOCABULARY, LAST_VOCABULARY);
    cursor.next("audio context", 1, 1500);
    int width = cursor.next("width", 8, 8192);
    heads(cursor, width);
    int audioLayers = cursor.next("audio layers", 1, 128);
    cursor.next("text context", 64, 448);
    cursor.next("text width", width, width);
    heads(cursor, width);
    int textLayers = cursor.next("text layers", 1, 128);
    int melBins = cursor.next("mel bins", 80, 128);
    cursor.next("file type", 0, 10_000);
    return new GgmlFile(vocabulary, audioLayers, width, textLayers, melBins);
  }

  private static void heads(Cursor cursor, int width) throws WeightsException {
    int heads = cursor.next("heads", 1, width);
    if (width % heads != 0) {
      throw new WeightsException("its heads do not divide its width");
    }
  }

  private static void filters(Cursor cursor, int melBins) throws WeightsException {
    cursor.next("mel bins of the filters", melBins, melBins);
    cursor.next("FFT bins of the filters", FFT_BINS, FFT_BINS);
    cursor.skip((long) melBins * FFT_BINS * Float.BYTES);
  }

  private static void vocabulary(Cursor cursor, int vocabulary) throws WeightsException {
    int words = cursor.next("words", 1, vocabulary);
    for (int i = 0; i < words; i++) {
      cursor.skip(cursor.next("length of a word", 0, LONGEST_TOKEN_BYTES));
    }
  }

  private static void tensors(Cursor cursor) throws WeightsException {
    if (cursor.left() == 0) {
      throw new WeightsException("it is cut short");
    }
    while (cursor.left() > 0) {
      int dimensions = cursor.next("dimensions", 1, 4);
      int name = cursor.next("length of a name", 1, LONGEST_NAME_BYTES);
      GgmlType type = GgmlType.of(cursor.next());
      long elements = 1;
      for (int i = 0; i < dimensions; i++) {
        elements = Math.multiplyExact(elements, cursor.next("size of a dimension", 1, 1 << 24));
        if (elements > Integer.MAX_VALUE) {
          throw new WeightsException("a tensor of it is too large");
        }
      }
      cursor.skip(name);
      cursor.skip(type.bytes(elements));
    }
  }

  private static final class Cursor {
    private static final ValueLayout.OfInt INT =
        JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private final MemorySegment file;
    private long at;

    Cursor(MemorySegment file) {
      this.file = file;
    }

    long left() {
      return file.byteSize() - at;
    }

    void skip(long bytes) throws WeightsException {
      if (bytes > left()) {
        throw new WeightsException("it is cut short");
      }
      at += bytes;
    }

    int next() throws WeightsException {
      long here = at;
      skip(Integer.BYTES);
      return file.get(INT, here);
    }

    int next(String name, int least, int most) throws WeightsException {
      int value = next();
      if (value < least || value > most) {
        throw new WeightsException(
            "its field '%s' is %d, not in %d..%d".formatted(name, value, least, most));
      }
      return value;
    }
  }
}
