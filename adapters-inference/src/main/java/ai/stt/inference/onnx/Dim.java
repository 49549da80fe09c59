package ai.stt.inference.onnx;

/** One dimension of a graph's input or output. */
public sealed interface Dim {
  /** A dimension that is always the same. */
  record Fixed(long size) implements Dim {
    /** Checks that it is not negative. */
    public Fixed {
      if (size < 0) {
        throw new IllegalArgumentException("size is negative: " + size);
      }
    }
  }

  /** A dimension that each run chooses; those of one name are equal. */
  record Named(String name) implements Dim {}

  /** A dimension that is always the same. */
  static Dim of(long size) {
    return new Fixed(size);
  }

  /** A dimension that each run chooses. */
  static Dim of(String name) {
    return new Named(name);
  }
}
