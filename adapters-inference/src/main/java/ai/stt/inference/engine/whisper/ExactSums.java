package ai.stt.inference.engine.whisper;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.stt.inference.engine.onnx.OnnxEngine;
import ai.stt.inference.onnx.Attribute;
import ai.stt.inference.onnx.Dim;
import ai.stt.inference.onnx.OnnxGraph;
import ai.stt.inference.onnx.OnnxGraph.Value;
import ai.stt.inference.onnx.OnnxType;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.IntBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Whether this processor sums products of 8-bit numbers exactly. Those of x86 without VNNI add
 * pairs in 16 bits, which large numbers overflow.
 */
final class ExactSums {
  private static final int COUNT = 64;
  private static final int EXPECTED = COUNT * 255 * 127;
  private static final boolean HERE = ask();

  private ExactSums() {}

  static boolean here() {
    return HERE;
  }

  private static boolean ask() {
    try {
      Path file = Files.createTempFile("sums", ".onnx");
      try {
        graph().write(file);
        return run(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException | OrtException e) {
      return false; // the way that is right on every processor
    }
  }

  private static OnnxGraph graph() {
    var graph = new OnnxGraph(17);
    Value rows = graph.input("rows", OnnxType.INT32, Dim.of(COUNT), Dim.of(COUNT));
    rows = graph.node("Cast", List.of(rows), Attribute.of("to", 2L));
    byte[] largest = new byte[COUNT * COUNT];
    Arrays.fill(largest, (byte) 127);
    Value weights = graph.weight(OnnxType.INT8, MemorySegment.ofArray(largest), COUNT, COUNT);
    Value sums = graph.node("MatMulInteger", List.of(rows, weights));
    graph.output("sums", sums, OnnxType.INT32, Dim.of(COUNT), Dim.of(COUNT));
    return graph;
  }

  private static boolean run(Path file) throws OrtException {
    OrtEnvironment environment = OnnxEngine.environment();
    int[] rows = new int[COUNT * COUNT];
    Arrays.fill(rows, 255);
    try (OrtSession session = environment.createSession(file.toString());
        OnnxTensor input =
            OnnxTensor.createTensor(environment, IntBuffer.wrap(rows), new long[] {COUNT, COUNT});
        OrtSession.Result result = session.run(Map.of("rows", input))) {
      IntBuffer sums = ((OnnxTensor) result.get(0)).getIntBuffer();
      for (int i = 0; i < rows.length; i++) {
        if (sums.get(i) != EXPECTED) {
          return false;
        }
      }
      return true;
    }
  }
}
