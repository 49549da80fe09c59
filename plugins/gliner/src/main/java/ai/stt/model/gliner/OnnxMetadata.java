package ai.stt.model.gliner;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The texts that an ONNX file carries beside its graph, {@code metadata_props} of {@code
 * onnx.proto}; the graph is passed over. The import puts a model's settings and tokenizer there, so
 * that a model is one file.
 */
final class OnnxMetadata {
  private static final int METADATA = 14;
  private static final int KEY = 1;
  private static final int VALUE = 2;
  private static final int MOST_BYTES = 1 << 28;

  private final RandomAccessFile file;
  private final Map<String, String> found = new HashMap<>();

  private OnnxMetadata(RandomAccessFile file) {
    this.file = file;
  }

  /**
   * The texts of a file.
   *
   * @throws IOException when it is no whole ONNX file; the message says so
   */
  static Map<String, String> of(Path path) throws IOException {
    try (var file = new RandomAccessFile(path.toFile(), "r")) {
      var metadata = new OnnxMetadata(file);
      metadata.read();
      return metadata.found;
    } catch (EOFException e) {
      throw new IOException("they are cut short, or no ONNX file", e);
    }
  }

  private void read() throws IOException {
    while (file.getFilePointer() < file.length()) {
      long tag = varint();
      if (tag >>> 3 == METADATA) {
        entry(length());
      } else {
        skip((int) (tag & 7));
      }
    }
  }

  private void entry(long size) throws IOException {
    long end = file.getFilePointer() + size;
    String key = "";
    String value = "";
    while (file.getFilePointer() < end) {
      long tag = varint();
      switch ((int) (tag >>> 3)) {
        case KEY -> key = text();
        case VALUE -> value = text();
        default -> skip((int) (tag & 7));
      }
    }
    found.put(key, value);
  }

  private String text() throws IOException {
    long size = length();
    if (size > MOST_BYTES) {
      throw new IOException("they carry a text of %d bytes".formatted(size));
    }
    byte[] bytes = new byte[(int) size];
    file.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private void skip(int kind) throws IOException {
    switch (kind) {
      case 0 -> varint();
      case 1 -> forward(Long.BYTES);
      case 2 -> forward(length());
      case 5 -> forward(Integer.BYTES);
      default -> throw new EOFException();
    }
  }

  private void forward(long bytes) throws IOException {
    file.seek(file.getFilePointer() + bytes);
  }

  /** A length that lies within the file. */
  private long length() throws IOException {
    long length = varint();
    if (length < 0 || length > file.length() - file.getFilePointer()) {
      throw new EOFException();
    }
    return length;
  }

  private long varint() throws IOException {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = file.readByte();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new EOFException();
  }
}
