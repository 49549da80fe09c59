package ai.stt.inference.engine.whisper.graph;

import ai.stt.inference.tensor.GgmlTensors;
import java.util.List;

/**
 * Weights of a linear layer, {@code [outputs, inputs]}: rows of one or several tensors, one under
 * the other.
 *
 * @param columns numbers in a row
 * @param first the row of the tensors that is its first
 */
record Matrix(List<GgmlTensors.Entry> parts, int columns, int first, int rows) {
  Matrix {
    parts = List.copyOf(parts);
  }

  /** All rows. */
  static Matrix of(List<GgmlTensors.Entry> parts, int columns) {
    long elements = parts.stream().mapToLong(GgmlTensors.Entry::elements).sum();
    return new Matrix(parts, columns, 0, Math.toIntExact(elements / columns));
  }

  /** The rows from one to before another. */
  Matrix between(int from, int to) {
    return new Matrix(parts, columns, first + from, to - from);
  }

  /**
   * Copies a row out.
   *
   * @throws NotFiniteException when it holds something that is no number
   */
  void row(int row, float[] to) {
    long from = (long) (first + row) * columns;
    for (GgmlTensors.Entry part : parts) {
      if (from < part.elements()) {
        part.copyTo(from, to, 0, columns);
        NotFiniteException.check(part.name(), to, columns);
        return;
      }
      from -= part.elements();
    }
    throw new IndexOutOfBoundsException(row);
  }
}
