package ai.stt.plugin.engine;

import java.util.List;

/** Numbers with a shape, outermost dimension first, row-major. Arrays are handed over. */
public sealed interface OnnxTensor {
  /** The sizes of the dimensions; empty for a single number. */
  List<Long> shape();

  /** 32-bit real numbers. */
  @SuppressWarnings("ArrayRecordComponent") // plain data on a hot path; equality is never asked for
  record Floats(float[] values, List<Long> shape) implements OnnxTensor {
    /** Checks that the numbers fill the shape. */
    public Floats {
      shape = List.copyOf(shape);
      check(values.length, shape);
    }
  }

  /**
   * 64-bit whole numbers. Where a graph takes truth values, 0 is false and everything else true.
   */
  @SuppressWarnings("ArrayRecordComponent") // plain data on a hot path; equality is never asked for
  record Longs(long[] values, List<Long> shape) implements OnnxTensor {
    /** Checks that the numbers fill the shape. */
    public Longs {
      shape = List.copyOf(shape);
      check(values.length, shape);
    }
  }

  /** Real numbers of a shape. */
  static Floats of(float[] values, long... shape) {
    return new Floats(values, boxed(shape));
  }

  /** Whole numbers of a shape. */
  static Longs of(long[] values, long... shape) {
    return new Longs(values, boxed(shape));
  }

  /**
   * The real numbers of this tensor.
   *
   * @throws IllegalStateException when it holds others
   */
  default float[] floats() {
    if (this instanceof Floats(float[] values, _)) {
      return values;
    }
    throw new IllegalStateException("not a tensor of real numbers, but " + this);
  }

  private static List<Long> boxed(long... shape) {
    return java.util.Arrays.stream(shape).boxed().toList();
  }

  private static void check(int length, List<Long> shape) {
    long elements = 1;
    for (long dimension : shape) {
      elements = Math.multiplyExact(elements, dimension);
    }
    if (elements != length) {
      throw new IllegalArgumentException(length + " numbers do not fill the shape " + shape);
    }
  }
}
