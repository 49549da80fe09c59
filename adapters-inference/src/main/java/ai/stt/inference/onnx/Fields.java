package ai.stt.inference.onnx;

import ai.stt.inference.tensor.UnreadableFileException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A message of protocol buffers, read field by field. Nothing is copied: what lies in a field is a
 * slice of the file.
 */
final class Fields {
  /** One field: a {@code number} for the kind varint, a {@code slice} for every other kind. */
  record Field(int id, int kind, long number, MemorySegment slice) {
    /** The field as text. */
    String text() {
      return new String(slice.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
    }

    /** Puts the field as it is into another message. */
    void copyTo(Message message) throws UnreadableFileException {
      switch (kind) {
        case VARINT -> message.number(id, number);
        case LENGTH_DELIMITED -> message.bytes(id, slice);
        case FIXED_32 -> message.real(id, slice.get(ValueLayout.JAVA_FLOAT_UNALIGNED, 0));
        default -> throw broken();
      }
    }
  }

  private static final int VARINT = 0;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED_32 = 5;

  private final MemorySegment data;
  private long at;

  private Fields(MemorySegment data) {
    this.data = data;
  }

  /**
   * All fields in their order.
   *
   * @throws UnreadableFileException when the bytes are no message
   */
  static List<Field> of(MemorySegment message) throws UnreadableFileException {
    var reader = new Fields(message);
    List<Field> fields = new ArrayList<>();
    while (reader.at < message.byteSize()) {
      fields.add(reader.next());
    }
    return fields;
  }

  private Field next() throws UnreadableFileException {
    long tag = varint();
    int id = (int) (tag >>> 3);
    int kind = (int) (tag & 7);
    return switch (kind) {
      case VARINT -> new Field(id, kind, varint(), MemorySegment.NULL);
      case LENGTH_DELIMITED -> new Field(id, kind, 0, take(varint()));
      case FIXED_32 -> new Field(id, kind, 0, take(Float.BYTES));
      default -> throw broken();
    };
  }

  private MemorySegment take(long bytes) throws UnreadableFileException {
    if (bytes < 0 || bytes > data.byteSize() - at) {
      throw broken();
    }
    MemorySegment slice = data.asSlice(at, bytes);
    at += bytes;
    return slice;
  }

  private long varint() throws UnreadableFileException {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      if (at == data.byteSize()) {
        throw broken();
      }
      byte next = data.get(ValueLayout.JAVA_BYTE, at++);
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw broken();
  }

  private static UnreadableFileException broken() {
    return new UnreadableFileException("it is no whole ONNX file");
  }
}
