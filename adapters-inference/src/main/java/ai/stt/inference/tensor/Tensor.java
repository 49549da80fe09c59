package ai.stt.inference.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * A tensor that lies in mapped memory; valid as long as the file it came from is open.
 *
 * @param name in its file
 * @param type of its numbers
 * @param shape outermost dimension first, row-major; empty for a scalar
 * @param data exactly the tensor's bytes
 */
public record Tensor(String name, TensorType type, List<Integer> shape, MemorySegment data) {
  /** Takes a copy of the shape. */
  public Tensor {
    shape = List.copyOf(shape);
  }

  /** How many numbers it has. */
  public long elements() {
    return elements(shape);
  }

  /** How many numbers a tensor of this shape has; {@link Long#MAX_VALUE} when beyond counting. */
  static long elements(List<Integer> shape) {
    try {
      long product = 1;
      for (int dimension : shape) {
        product = Math.multiplyExact(product, (long) dimension);
      }
      return product;
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }

  /** Whether every number is 0 or -0. */
  public boolean isZero() {
    boolean signed = type == TensorType.F32 || type == TensorType.F16 || type == TensorType.BF16;
    int last = type.bytes() - 1;
    for (long i = 0; i < data.byteSize(); i++) {
      int mask = signed && i % type.bytes() == last ? 0x7f : 0xff;
      if ((data.get(ValueLayout.JAVA_BYTE, i) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  /** The rows {@code from} (inclusive) to {@code to} (exclusive), without copying. */
  public Tensor rows(int from, int to) {
    long rowBytes = data.byteSize() / shape.getFirst();
    List<Integer> part = new ArrayList<>(shape);
    part.set(0, to - from);
    return new Tensor(name, type, part, data.asSlice(from * rowBytes, (to - from) * rowBytes));
  }
}
