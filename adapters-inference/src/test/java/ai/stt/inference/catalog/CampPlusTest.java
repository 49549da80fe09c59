package ai.stt.inference.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import ai.stt.app.catalog.FetchListener;
import ai.stt.inference.catalog.convert.CampPlusConverter;
import ai.stt.inference.engine.onnx.OnnxEngine;
import ai.stt.inference.tensor.UnreadableFileException;
import ai.stt.plugin.engine.OnnxTensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real weights, kept under {@code STT_HOME} (else {@code ~/.stt}) once they are fetched. */
@Timeout(600)
class CampPlusTest {
  private static final Path HOME =
      Optional.ofNullable(System.getenv("STT_HOME"))
          .map(Path::of)
          .orElse(Path.of(System.getProperty("user.home"), ".stt"));

  @TempDir Path folder;

  @Test
  void theConvertedWeightsComputeWhatPyTorchComputes() throws Exception {
    var store = new FolderModelStore(HOME, new JsonCatalog());
    Path graph = store.pull("campplus-zh-en", false, FetchListener.none()).file();
    float[] feats = vector("campplus-feats-200x80.f32");
    float[] expected = vector("campplus-embedding-192.f32");
    try (var session = new OnnxEngine(2).open(graph, 2)) {
      float[] embs = session.run(Map.of("feats", OnnxTensor.of(feats, 1, 200, 80))).floats("embs");

      assertThat(embs).hasSize(192);
      for (int i = 0; i < embs.length; i++) {
        // The reference ends with a ReLU, our graph does not.
        assertThat(Math.max(0, embs[i])).isCloseTo(expected[i], within(1e-4f));
      }
      float[] sorted = embs.clone();
      Arrays.sort(sorted);
      assertThat(sorted[0]).isLessThan(-0.1f);
    }
  }

  @Test
  void otherWeightsAreRefused() throws Exception {
    Path other = Files.writeString(folder.resolve("weights.pt"), "no weights");

    assertThatExceptionOfType(UnreadableFileException.class)
        .isThrownBy(() -> CampPlusConverter.convert(other, folder.resolve("graph.onnx")));
    assertThat(folder.resolve("graph.onnx")).doesNotExist();
  }

  private static float[] vector(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(CampPlusTest.class.getResourceAsStream("convert/" + name))) {
      var numbers = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
      float[] values = new float[numbers.remaining() / Float.BYTES];
      numbers.asFloatBuffer().get(values);
      return values;
    }
  }
}
