package ai.stt.inference.gguf;

import ai.stt.inference.tensor.MappedReader;
import ai.stt.inference.tensor.UnreadableFileException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads the values of a GGUF file. Long lists, such as vocabularies, are passed over. */
record GgufValues(MappedReader reader) {
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int TEXT = 8;
  private static final int LIST = 9;
  private static final int LONGEST_TEXT = 1 << 20;
  private static final int LONGEST_KEPT_LIST = 200;

  /** The next eight bytes as a count. */
  long count(long most) throws UnreadableFileException {
    long value = reader.slice(8).get(LONG, 0);
    if (value < 0 || value > most) {
      throw new UnreadableFileException("it holds a count that is out of range");
    }
    return value;
  }

  String text() throws UnreadableFileException {
    byte[] bytes = reader.slice(count(LONGEST_TEXT)).toArray(ValueLayout.JAVA_BYTE);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The next value with its type in front: a text, a Long, a list of these, or something else. */
  Object value() throws UnreadableFileException {
    return value(reader.i32(), true);
  }

  private Object value(int type, boolean lists) throws UnreadableFileException {
    return switch (type) {
      case 0, 1, 7 -> (long) reader.u8();
      case 2, 3 -> (long) reader.u16();
      case 4 -> reader.u32();
      case 5 -> (long) reader.i32();
      case 6 -> reader.slice(4);
      case TEXT -> text();
      case 10, 11 -> reader.slice(8).get(LONG, 0);
      case 12 -> reader.slice(8);
      case LIST -> {
        if (!lists) {
          throw new UnreadableFileException("it holds a list of lists");
        }
        yield list();
      }
      default -> throw new UnreadableFileException("it holds a value of an unknown type");
    };
  }

  private List<Object> list() throws UnreadableFileException {
    int type = reader.i32();
    long length = count(reader.left());
    List<Object> items = new ArrayList<>();
    for (long i = 0; i < length; i++) {
      Object item = value(type, false);
      if (i < LONGEST_KEPT_LIST) {
        items.add(item);
      }
    }
    return items;
  }
}
