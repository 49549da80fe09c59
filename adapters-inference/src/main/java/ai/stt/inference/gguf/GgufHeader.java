package ai.stt.inference.gguf;

import ai.stt.inference.tensor.MappedReader;
import ai.stt.inference.tensor.UnreadableFileException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a GGUF file says about its model; the file's format is described in {@code docs/gguf.md} of
 * ggml.
 *
 * @param architecture such as {@code qwen2}
 * @param name for people; empty when the file has none
 * @param contextTokens that it was trained for; 0 when unsaid
 * @param chatTemplate the form of conversations, Jinja; empty when it has none
 * @param licence as the file says, often an SPDX id; empty when unsaid
 * @param languages ISO 639 codes; empty when unsaid
 */
public record GgufHeader(
    String architecture,
    String name,
    long contextTokens,
    String chatTemplate,
    String licence,
    List<String> languages) {
  private static final int MAGIC = 0x46554747; // "GGUF"
  private static final int MOST_VALUES = 10_000;
  private static final int MOST_TENSORS = 100_000;
  private static final int MOST_DIMENSIONS = 4;
  private static final long DEFAULT_ALIGNMENT = 32;

  /** Takes a copy. */
  public GgufHeader {
    languages = List.copyOf(languages);
  }

  /** Whether the file begins like one of these. */
  public static boolean isGguf(Path file) throws IOException {
    try (var channel = FileChannel.open(file)) {
      if (channel.size() < 24) {
        return false;
      }
    }
    try (Arena arena = Arena.ofConfined()) {
      return new MappedReader(file, arena).i32() == MAGIC;
    }
  }

  /**
   * Reads the header and checks that the file is as long as its tensors need.
   *
   * @throws UnreadableFileException when it is none, or cut short
   */
  public static GgufHeader read(Path file) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      var reader = new MappedReader(file, arena);
      long size = reader.left();
      if (size < 24 || reader.i32() != MAGIC) {
        throw new UnreadableFileException("it is no GGUF file");
      }
      int version = reader.i32();
      if (version != 2 && version != 3) {
        throw new UnreadableFileException("its GGUF version is not known");
      }
      var values = new GgufValues(reader);
      long tensors = values.count(MOST_TENSORS);
      long count = values.count(MOST_VALUES);
      Map<String, Object> found = new HashMap<>();
      for (long i = 0; i < count; i++) {
        String key = values.text();
        found.put(key, values.value());
      }
      checkTensors(reader, values, tensors, size, alignment(found));
      return of(found);
    }
  }

  private static long alignment(Map<String, Object> found) throws UnreadableFileException {
    long alignment = number(found, "general.alignment", DEFAULT_ALIGNMENT);
    if (alignment < 1 || alignment > 1 << 20) {
      throw new UnreadableFileException("its alignment is out of range");
    }
    return alignment;
  }

  private static GgufHeader of(Map<String, Object> found) {
    String architecture = text(found, "general.architecture");
    List<String> languages =
        found.get("general.languages") instanceof List<?> list
            ? list.stream().map(String::valueOf).map(l -> l.toLowerCase(Locale.ROOT)).toList()
            : List.of();
    return new GgufHeader(
        architecture,
        text(found, "general.name"),
        number(found, architecture + ".context_length", 0),
        text(found, "tokenizer.chat_template"),
        text(found, "general.license"),
        languages);
  }

  private static String text(Map<String, Object> found, String key) {
    return found.get(key) instanceof String text ? text : "";
  }

  private static long number(Map<String, Object> found, String key, long otherwise) {
    return found.get(key) instanceof Long number ? number : otherwise;
  }

  private static void checkTensors(
      MappedReader reader, GgufValues values, long tensors, long size, long alignment)
      throws IOException {
    long end = 0;
    for (long i = 0; i < tensors; i++) {
      values.text();
      long elements = 1;
      int dimensions = reader.count(MOST_DIMENSIONS);
      for (int d = 0; d < dimensions; d++) {
        long length = values.count(Integer.MAX_VALUE);
        if (length != 0 && elements > Long.MAX_VALUE / 8 / length) {
          throw new UnreadableFileException("a tensor is too large");
        }
        elements *= length;
      }
      int type = reader.i32();
      long offset = values.count(size);
      end = Math.max(end, offset + GgufType.bytes(type, elements));
    }
    long position = size - reader.left();
    long start = (position + alignment - 1) / alignment * alignment;
    if (start + end > size) {
      throw new UnreadableFileException("it is cut short");
    }
  }
}
