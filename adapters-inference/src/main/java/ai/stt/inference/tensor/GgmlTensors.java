package ai.stt.inference.tensor;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads the tensors of an old-style ggml file: one record after the other, up to the end. */
public final class GgmlTensors {
  private static final int MOST_DIMENSIONS = 4;
  private static final int LONGEST_NAME = 256;

  private GgmlTensors() {}

  /**
   * A tensor's description.
   *
   * @param name of the tensor
   * @param type of its numbers
   * @param shape outermost dimension first
   */
  public record Entry(String name, GgmlType type, List<Integer> shape) {
    /** Takes a copy of the shape. */
    public Entry {
      shape = List.copyOf(shape);
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
      in.slice(type.bytes(Tensor.elements(shape)));
      entries.add(new Entry(name, type, shape));
    }
    return entries;
  }
}
