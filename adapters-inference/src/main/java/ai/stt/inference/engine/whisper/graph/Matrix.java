package ai.stt.inference.engine.whisper.graph;

import ai.stt.inference.tensor.GgmlTensors;
import java.util.List;

/**
 * Weights of a linear layer, {@code [outputs, inputs]}: rows of one or several tensors, one under
 * the other.
 *
 * @param columns numbers in a row
 */
record Matrix(List<GgmlTensors.Entry> parts, int columns) {
  Matrix {
    parts = List.copyOf(parts);
  }

  int rows() {
    return Math.toIntExact(parts.stream().mapToLong(GgmlTensors.Entry::elements).sum() / columns);
  }

  /**
   * Copies a row out.
   *
   * @throws NotFiniteException when it holds something that is no number
   */
  void row(int row, float[] to) {
    long from = (long) row * columns;
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
