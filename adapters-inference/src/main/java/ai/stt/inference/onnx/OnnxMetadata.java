package ai.stt.inference.onnx;

import ai.stt.inference.tensor.UnreadableFileException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Texts that an ONNX file carries beside its graph ({@code metadata_props}). Fields of a message
 * may come in any order, so one more is put behind all others and the rest of the file stays as it
 * is.
 */
public final class OnnxMetadata {
  private static final int GRAPH = 7;
  private static final int METADATA = 14;
  private static final int KEY = 1;
  private static final int VALUE = 2;

  private OnnxMetadata() {}

  /** Puts a text behind everything in a file. */
  public static void append(Path file, String key, String value) throws IOException {
    var entry = new Message().text(KEY, key).text(VALUE, value);
    try (var channel = FileChannel.open(file, StandardOpenOption.APPEND)) {
      new Message().message(METADATA, entry).writeTo(channel);
    }
  }

  /**
   * Requires a whole file; its graph is not looked into.
   *
   * @throws UnreadableFileException when it is no ONNX file, or cut short
   */
  public static void requireWhole(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ);
        var arena = Arena.ofConfined()) {
      MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      if (Fields.of(bytes).stream().noneMatch(field -> field.id() == GRAPH)) {
        throw new UnreadableFileException("it is an ONNX file without a graph");
      }
    }
  }
}
