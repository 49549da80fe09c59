package ai.stt.inference.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.stt.inference.engine.onnx.OnnxEngine;
import ai.stt.inference.onnx.OnnxGraph.Value;
import ai.stt.plugin.engine.OnnxSession;
import ai.stt.plugin.engine.OnnxTensor;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxGraphTest {
  @TempDir Path folder;

  @Test
  void aGraphWithItsWeightsInsideComputesWhatItSays() throws Exception {
    Path file = folder.resolve("linear.onnx");
    linear().write(file);
    assertThat(run(file)).containsExactly(1 + 2 * 3 + 10, 4 + 2 * 6 + 10);
  }

  @Test
  void aGraphWithItsWeightsBesideComputesTheSame() throws Exception {
    Path file = folder.resolve("linear.onnx");
    Path weights = folder.resolve("linear.weights");
    linear().write(file, weights);
    assertThat(run(file)).containsExactly(17, 26);
    assertThat(Files.size(weights)).isEqualTo(4096 + Float.BYTES);
  }

  @Test
  void aNodeMayHaveSeveralOutputsOptionalInputsAndAttributesOfEveryKind() throws Exception {
    var graph = new OnnxGraph(17);
    Value x = graph.input("x", OnnxType.FLOAT32, Dim.of("rows"), Dim.of(4));
    List<Value> halves =
        graph.node("", "Split", List.of(x, graph.longs(1, 3)), 2, Attribute.of("axis", 1L));
    Value clipped = graph.node("Clip", List.of(halves.get(1), Value.NONE, scalar(graph, 6f)));
    Value leaky = graph.node("LeakyRelu", List.of(clipped), Attribute.of("alpha", 0.5f));
    Value turned = graph.node("Transpose", List.of(leaky), Attribute.of("perm", 1L, 0L));
    graph.output("y", turned, OnnxType.FLOAT32, Dim.of(3), Dim.of("rows"));
    Path file = folder.resolve("split.onnx");
    graph.write(file);
    try (OnnxSession session = new OnnxEngine(1).open(file, 1)) {
      OnnxTensor y =
          session.run(Map.of("x", OnnxTensor.of(new float[] {9, -2, 5, 7}, 1, 4))).get("y");
      assertThat(y.shape()).containsExactly(3L, 1L);
      assertThat(y.floats()).containsExactly(-1, 5, 6);
    }
  }

  @Test
  void weightsThatDoNotFillTheirShapeAreRefused() {
    var graph = new OnnxGraph(17);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> graph.weight(OnnxType.FLOAT32, MemorySegment.ofArray(new byte[12]), 2, 2))
        .withMessageContaining("12 bytes");
  }

  /** y = x · (1, 2) + 10. */
  private static OnnxGraph linear() {
    var graph = new OnnxGraph(17);
    Value x = graph.input("x", OnnxType.FLOAT32, Dim.of("rows"), Dim.of(2));
    Value product = graph.node("MatMul", List.of(x, graph.floats(new float[] {1, 2}, 2, 1)));
    Value sum = graph.node("Add", List.of(product, graph.floats(new float[] {10}, 1)));
    graph.output("y", sum, OnnxType.FLOAT32, Dim.of("rows"), Dim.of(1));
    return graph;
  }

  private static Value scalar(OnnxGraph graph, float value) {
    return graph.floats(new float[] {value});
  }

  private static float[] run(Path file) {
    try (OnnxSession session = new OnnxEngine(1).open(file, 1)) {
      return session.run(Map.of("x", OnnxTensor.of(new float[] {1, 3, 4, 6}, 2, 2))).floats("y");
    }
  }
}
