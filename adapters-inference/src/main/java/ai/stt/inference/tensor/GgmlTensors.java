package ai.stt.inference.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads the tensors of an old-style ggml file: one record after the other, up to the end. */
public final class GgmlTensors {
  private static final int MOST_DIMENSIONS = 4;
  private static final int LONGEST_NAME = 256;
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private GgmlTensors() {}

  /**
   * A tensor that lies in the mapped file; valid as long as that is open.
   *
   * @param name of the tensor
   * @param type of its numbers
   * @param shape outermost dimension first
   * @param data exactly the tensor's bytes
   */
  public record Entry(String name, GgmlType type, List<Integer> shape, MemorySegment data) {
    /** Takes a copy of the shape. */
    public Entry {
      shape = List.copyOf(shape);
    }

    /** How many numbers it has. */
    public long elements() {
      return Tensor.elements(shape);
    }

    /**
     * Copies numbers out.
     *
     * @param from index of the first
     * @throws IllegalStateException when it is neither of type {@code F16} nor {@code F32}
     */
    public void copyTo(long from, float[] to, int at, int count) {
      switch (type) {
        case F32 -> MemorySegment.copy(data, FLOAT, from * Float.BYTES, to, at, count);
        case F16 -> {
          for (int i = 0; i < count; i++) {
            to[at + i] = Float.float16ToFloat(data.get(SHORT, (from + i) * Short.BYTES));
          }
        }
        default -> throw new IllegalStateException(name + " is quantised as " + type);
      }
    }
  }

  /**
   * All tensors from the reader's position to the end of the file.
   *
   * @throws UnreadableFileException when a record is broken or cut off
   */
  public static List<Entry> readAll(MappedReader in) throws UnreadableFileException {
    List<Entry> entries = new ArrayList<>();
    while (in.left() > 0) {
      int rank = in.count(MOST_DIMENSIONS);
      int nameBytes = in.count(LONGEST_NAME);
      GgmlType type = GgmlType.of(in.i32());
      List<Integer> shape = new ArrayList<>();
      for (int i = 0; i < rank; i++) {
        shape.addFirst(in.count(Integer.MAX_VALUE));
      }
      String name = new String(in.bytes(nameBytes), StandardCharsets.UTF_8);
      entries.add(new Entry(name, type, shape, in.slice(type.bytes(Tensor.elements(shape)))));
    }
    return entries;
  }
}
