package ai.stt.inference.catalog.convert;

import ai.stt.inference.tensor.GgmlType;
import ai.stt.inference.tensor.Tensor;
import java.util.List;

/**
 * A tensor to write into a ggml file.
 *
 * @param name in ggml
 * @param type matrices and convolutions are f16; vectors and positions f32
 * @param shape outermost dimension first
 * @param data its numbers
 */
record Placed(String name, GgmlType type, List<Integer> shape, Tensor data) {
  static Placed matrix(String name, Tensor tensor) {
    return new Placed(name, GgmlType.F16, tensor.shape(), tensor);
  }

  static Placed vector(String name, Tensor tensor) {
    return new Placed(name, GgmlType.F32, tensor.shape(), tensor);
  }

  /** The bias of a convolution, which ggml keeps as a column. */
  static Placed column(String name, Tensor tensor) {
    return new Placed(name, GgmlType.F32, List.of(tensor.shape().getFirst(), 1), tensor);
  }

  long bytes() {
    return type.bytes(data.elements());
  }
}
