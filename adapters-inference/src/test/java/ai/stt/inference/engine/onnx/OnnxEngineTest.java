package ai.stt.inference.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.stt.inference.onnx.Dim;
import ai.stt.inference.onnx.OnnxGraph;
import ai.stt.inference.onnx.OnnxType;
import ai.stt.plugin.engine.OnnxSession;
import ai.stt.plugin.engine.OnnxTensor;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxEngineTest {
  @TempDir Path folder;

  @Test
  void eightThreadsRunOneGraphAtOnce() throws Exception {
    try (OnnxSession session = new OnnxEngine(2).open(doubling(), 2);
        var threads = Executors.newFixedThreadPool(8)) {
      List<Future<float[]>> answers = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        float value = i;
        answers.add(threads.submit(() -> doubled(session, value)));
      }
      for (int i = 0; i < 64; i++) {
        assertThat(answers.get(i).get()).containsExactly(2f * i);
      }
    }
  }

  @Test
  void wholeNumbersGoInAndOut() throws Exception {
    var graph = new OnnxGraph(17);
    var n = graph.input("n", OnnxType.INT64, Dim.of("many"));
    graph.output(
        "more", graph.node("Add", List.of(n, graph.longs(1))), OnnxType.INT64, Dim.of("many"));
    Path file = folder.resolve("count.onnx");
    graph.write(file);
    try (OnnxSession session = new OnnxEngine(1).open(file, 1)) {
      assertThat(session.run(Map.of("n", OnnxTensor.of(new long[] {1, 2}, 2))).get("more"))
          .isInstanceOfSatisfying(
              OnnxTensor.Longs.class, more -> assertThat(more.values()).containsExactly(2, 3));
    }
  }

  @Test
  void whereTruthIsTakenAWholeNumberIsTrueUnlessItIsZero() throws Exception {
    var graph = new OnnxGraph(17);
    var m = graph.input("m", OnnxType.BOOL, Dim.of("many"));
    var counted = graph.node("Where", List.of(m, graph.longs(7), graph.longs(5)));
    graph.output("counted", counted, OnnxType.INT64, Dim.of("many"));
    Path file = folder.resolve("truth.onnx");
    graph.write(file);
    try (OnnxSession session = new OnnxEngine(1).open(file, 1)) {
      long[] given = {0, 1, -1, 256, 0};
      assertThat(session.run(Map.of("m", OnnxTensor.of(given, 5))).get("counted"))
          .isInstanceOfSatisfying(
              OnnxTensor.Longs.class,
              counts -> assertThat(counts.values()).containsExactly(5, 7, 7, 7, 5));
    }
  }

  @Test
  void anInputThatIsMissingOrOfAnotherShapeIsRefused() throws Exception {
    try (OnnxSession session = new OnnxEngine(1).open(doubling(), 1)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> session.run(Map.of()))
          .withMessageContaining("[x]");
      OnnxTensor square = OnnxTensor.of(new float[] {1, 2, 3, 4}, 2, 2);
      assertThatIllegalArgumentException().isThrownBy(() -> session.run(Map.of("x", square)));
      assertThat(doubled(session, 4)).containsExactly(8);
    }
  }

  @Test
  void aClosedGraphSaysSo() throws Exception {
    OnnxSession session = new OnnxEngine(1).open(doubling(), 1);
    session.close();
    session.close();
    assertThatIllegalStateException().isThrownBy(() -> doubled(session, 1));
  }

  @Test
  void weightsThatAreMissingCutShortOrSomethingElseAreRefused() throws Exception {
    Path cut = folder.resolve("cut.onnx");
    byte[] whole = Files.readAllBytes(doubling());
    Files.write(cut, Arrays.copyOf(whole, whole.length / 2));
    Path text = Files.writeString(folder.resolve("text.onnx"), "no graph");
    for (Path file : List.of(folder.resolve("missing.onnx"), cut, text)) {
      SpeechException refused =
          catchThrowableOfType(SpeechException.class, () -> new OnnxEngine(1).open(file, 1));
      assertThat(refused).as(file.toString()).isNotNull();
      assertThat(refused.code()).isEqualTo(ErrorCode.MODEL_UNAVAILABLE);
      assertThat(refused).hasMessageContaining(String.valueOf(file.getFileName()));
    }
  }

  private Path doubling() throws Exception {
    var graph = new OnnxGraph(17);
    var x = graph.input("x", OnnxType.FLOAT32, Dim.of("many"));
    graph.output("y", graph.node("Add", List.of(x, x)), OnnxType.FLOAT32, Dim.of("many"));
    Path file = folder.resolve("doubling.onnx");
    graph.write(file);
    return file;
  }

  private static float[] doubled(OnnxSession session, float value) {
    return session.run(Map.of("x", OnnxTensor.of(new float[] {value}, 1))).floats("y");
  }
}
