package ai.stt.inference.catalog.convert;

import ai.stt.inference.onnx.Attribute;
import ai.stt.inference.onnx.Dim;
import ai.stt.inference.onnx.OnnxGraph;
import ai.stt.inference.onnx.OnnxGraph.Value;
import ai.stt.inference.onnx.OnnxType;
import ai.stt.inference.tensor.Tensor;
import ai.stt.inference.tensor.TensorType;
import ai.stt.inference.tensor.UnreadableFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * CAM++ as an ONNX graph. The architecture is that of Wang, Zheng, Chen, Cheng and Chen, "CAM++: A
 * Fast and Efficient Network for Speaker Verification Using Context-Aware Masking" (Interspeech
 * 2023), in 3D-Speaker's sizes: a small 2-D residual front, then three blocks of densely connected
 * time-delay layers, each with a mask made of the mean of the whole and of every 100 frames.
 *
 * <p>The mask is computed once per 100 frames and then spread: the layers that make it look at one
 * frame at a time, so the result is the same as if it were spread first.
 */
final class CampPlusGraph {
  private static final int MELS = 80;
  private static final int EMBEDDING = 192;
  private static final int MASK_FRAMES = 100;
  private static final int[] LAYERS = {12, 24, 16};
  private static final int[] DILATIONS = {1, 2, 2};
  private static final int CHANNELS = 512;

  private final Map<String, Tensor> tensors;
  private final OnnxGraph graph = new OnnxGraph(17);

  CampPlusGraph(Map<String, Tensor> tensors) {
    this.tensors = tensors;
  }

  OnnxGraph build() throws UnreadableFileException {
    Value feats =
        graph.input("feats", OnnxType.FLOAT32, Dim.of("batch"), Dim.of("frames"), Dim.of(MELS));
    Value x = relu(normed(front(feats), "xvector.tdnn.linear", "xvector.tdnn.nonlinear.batchnorm"));
    for (int block = 0; block < LAYERS.length; block++) {
      String name = "xvector.block%d.tdnnd".formatted(block + 1);
      for (int layer = 1; layer <= LAYERS[block]; layer++) {
        Value more = dense(x, name + layer, DILATIONS[block]);
        x = graph.node("Concat", List.of(x, more), Attribute.of("axis", 1));
      }
      String transit = "xvector.transit%d.".formatted(block + 1);
      x = relu(norm(x, transit + "nonlinear.batchnorm"));
      x = conv(x, transit + "linear", 1, 1, 0);
    }
    x = statistics(relu(norm(x, "xvector.out_nonlinear.batchnorm")));
    graph.output("embs", last(x), OnnxType.FLOAT32, Dim.of("batch"), Dim.of(EMBEDDING));
    return graph;
  }

  /** From features to [batch, 320, frames]. */
  private Value front(Value feats) throws UnreadableFileException {
    Value x = graph.node("Transpose", List.of(feats), list("perm", 0, 2, 1));
    x = graph.node("Unsqueeze", List.of(x, graph.longs(1)));
    x = relu(norm(conv2d(x, "head.conv1", 1, 1), "head.bn1"));
    for (int layer = 1; layer <= 2; layer++) {
      x = residual(x, "head.layer%d.0.".formatted(layer), 2);
      x = residual(x, "head.layer%d.1.".formatted(layer), 1);
    }
    x = relu(norm(conv2d(x, "head.conv2", 2, 1), "head.bn2"));
    return graph.node("Reshape", List.of(x, graph.longs(0, 32L * MELS / 8, -1)));
  }

  private Value residual(Value x, String name, int stride) throws UnreadableFileException {
    Value y = relu(norm(conv2d(x, name + "conv1", stride, 1), name + "bn1"));
    y = norm(conv2d(y, name + "conv2", 1, 1), name + "bn2");
    Value shortcut =
        stride == 1 ? x : norm(conv2d(x, name + "shortcut.0", stride, 0), name + "shortcut.1");
    return relu(graph.node("Add", List.of(y, shortcut)));
  }

  private Value normed(Value x, String linear, String norm) throws UnreadableFileException {
    return norm(conv(x, linear, 2, 1, 2), norm);
  }

  private Value dense(Value x, String name, int dilation) throws UnreadableFileException {
    Value y = relu(norm(x, name + ".nonlinear1.batchnorm"));
    y = conv(y, name + ".linear1", 1, 1, 0);
    y = relu(norm(y, name + ".nonlinear2.batchnorm"));
    String cam = name + ".cam_layer.";
    Value local = conv(y, cam + "linear_local", 1, dilation, dilation);
    return graph.node("Mul", List.of(local, mask(y, local, cam)));
  }

  /** [batch, channels, frames], the same for all frames of a hundred. */
  private Value mask(Value y, Value like, String cam) throws UnreadableFileException {
    Value whole =
        graph.node("ReduceMean", List.of(y), list("axes", -1), Attribute.of("keepdims", 1));
    Value parts =
        graph.node(
            "AveragePool",
            List.of(y),
            list("kernel_shape", MASK_FRAMES),
            list("strides", MASK_FRAMES),
            Attribute.of("ceil_mode", 1));
    Value context = graph.node("Add", List.of(whole, parts));
    Value hidden = relu(conv(context, cam + "linear1", 1, 1, 0));
    Value gate = graph.node("Sigmoid", List.of(conv(hidden, cam + "linear2", 1, 1, 0)));
    Value column = graph.node("Unsqueeze", List.of(gate, graph.longs(3)));
    Value spread = graph.node("Expand", List.of(column, graph.longs(1, 1, 1, MASK_FRAMES)));
    Value row = graph.node("Reshape", List.of(spread, graph.longs(0, 0, -1)));
    return graph.node(
        "Slice", List.of(row, graph.longs(0), frames(like), graph.longs(2), graph.longs(1)));
  }

  private Value frames(Value x) {
    return graph.node("Shape", List.of(x), Attribute.of("start", 2), Attribute.of("end", 3));
  }

  /** Mean and standard deviation (of a sample, so divided by n - 1) over time. */
  private Value statistics(Value x) {
    Attribute time = list("axes", -1);
    Value mean = graph.node("ReduceMean", List.of(x), time, Attribute.of("keepdims", 1));
    Value off = graph.node("Sub", List.of(x, mean));
    Value squares = graph.node("ReduceSumSquare", List.of(off), time, Attribute.of("keepdims", 0));
    Value count = graph.node("Cast", List.of(frames(x)), Attribute.of("to", 1));
    Value fewer = graph.node("Sub", List.of(count, graph.floats(new float[] {1}, 1)));
    Value deviation = graph.node("Sqrt", List.of(graph.node("Div", List.of(squares, fewer))));
    Value flat = graph.node("Squeeze", List.of(mean, graph.longs(-1)));
    return graph.node("Concat", List.of(flat, deviation), Attribute.of("axis", 1));
  }

  /**
   * The embedding. Speakers are compared by the angle between embeddings, so there is no ReLU
   * behind it: 3D-Speaker's model ends with the normalisation, though some copies of its code add
   * one.
   */
  private Value last(Value x) throws UnreadableFileException {
    Value weight = weight("xvector.dense.linear.weight", EMBEDDING, 2L * CHANNELS);
    Value y = graph.node("Gemm", List.of(x, weight), Attribute.of("transB", 1));
    String norm = "xvector.dense.nonlinear.batchnorm.";
    float[] ones = new float[EMBEDDING];
    Arrays.fill(ones, 1);
    return graph.node(
        "BatchNormalization",
        List.of(
            y,
            graph.floats(ones, EMBEDDING),
            graph.floats(new float[EMBEDDING], EMBEDDING),
            weight(norm + "running_mean", EMBEDDING),
            weight(norm + "running_var", EMBEDDING)),
        Attribute.of("epsilon", 1e-5f));
  }

  private Value conv2d(Value x, String name, int stride, int pad) throws UnreadableFileException {
    return graph.node(
        "Conv",
        List.of(x, weight(name + ".weight")),
        list("strides", stride, 1),
        list("pads", pad, pad, pad, pad));
  }

  private Value conv(Value x, String name, int stride, int dilation, int pad)
      throws UnreadableFileException {
    List<Value> arguments = new ArrayList<>(List.of(x, weight(name + ".weight")));
    if (tensors.containsKey(name + ".bias")) {
      arguments.add(weight(name + ".bias"));
    }
    return graph.node(
        "Conv",
        arguments,
        list("strides", stride),
        list("dilations", dilation),
        list("pads", pad, pad));
  }

  private Value norm(Value x, String name) throws UnreadableFileException {
    return graph.node(
        "BatchNormalization",
        List.of(
            x,
            weight(name + ".weight"),
            weight(name + ".bias"),
            weight(name + ".running_mean"),
            weight(name + ".running_var")),
        Attribute.of("epsilon", 1e-5f));
  }

  private static Attribute list(String name, long... values) {
    return new Attribute.Ints(name, Arrays.stream(values).boxed().toList());
  }

  private Value relu(Value x) {
    return graph.node("Relu", List.of(x));
  }

  private Value weight(String name, long... wanted) throws UnreadableFileException {
    Tensor tensor = tensors.get(name);
    if (tensor == null || tensor.type() != TensorType.F32) {
      throw new UnreadableFileException("it has not the tensors of CAM++ (%s)".formatted(name));
    }
    long[] shape =
        wanted.length > 0 ? wanted : tensor.shape().stream().mapToLong(size -> size).toArray();
    long elements = 1;
    for (long size : shape) {
      elements *= size;
    }
    if (elements != tensor.elements()) {
      throw new UnreadableFileException("a tensor has another shape (%s)".formatted(name));
    }
    return graph.weight(OnnxType.FLOAT32, tensor.data(), shape);
  }
}
