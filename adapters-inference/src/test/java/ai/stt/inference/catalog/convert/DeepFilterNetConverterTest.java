package ai.stt.inference.catalog.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.stt.app.catalog.FetchListener;
import ai.stt.inference.catalog.FolderModelStore;
import ai.stt.inference.catalog.JsonCatalog;
import ai.stt.inference.engine.onnx.OnnxEngine;
import ai.stt.inference.tensor.UnreadableFileException;
import ai.stt.plugin.engine.OnnxOutputs;
import ai.stt.plugin.engine.OnnxTensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real archive; it is fetched once and kept under {@code STT_HOME} (else {@code ~/.stt}). */
@Timeout(300)
final class DeepFilterNetConverterTest {
  private static final Path HOME =
      Optional.ofNullable(System.getenv("STT_HOME"))
          .map(Path::of)
          .orElse(Path.of(System.getProperty("user.home"), ".stt"));

  @TempDir Path folder;

  @Test
  void theGraphsOfDeepFilterNetBecomeOneThatKeepsItsState() throws Exception {
    var store = new FolderModelStore(HOME, new JsonCatalog());
    Path file = store.pull("deepfilternet3", false, FetchListener.none()).file();

    try (var graph = new OnnxEngine(1).open(file, 1)) {
      float[] erb = noise(32 * 42);
      float[] spec = noise(2 * 96 * 42);
      Map<String, OnnxTensor> states = atStart();
      OnnxOutputs whole = graph.run(inputs(states, erb, spec, 0, 42));
      OnnxOutputs first = graph.run(inputs(states, erb, spec, 0, 17));
      states.replaceAll((name, state) -> first.get(name + "_next"));
      OnnxOutputs second = graph.run(inputs(states, erb, spec, 15, 42));

      for (String result : List.of("m", "coefs")) {
        float[] joined = Arrays.copyOf(first.floats(result), whole.floats(result).length);
        float[] rest = second.floats(result);
        System.arraycopy(rest, 0, joined, joined.length - rest.length, rest.length);
        assertThat(joined).containsExactly(whole.floats(result), within(1e-5f));
      }
    }
  }

  private static Map<String, OnnxTensor> atStart() {
    Map<String, OnnxTensor> states = new HashMap<>();
    for (int i = 0; i < 5; i++) {
      states.put("state_" + i, OnnxTensor.of(new float[256], 1, 1, 256));
    }
    states.put("c0_before", OnnxTensor.of(new float[64 * 4 * 96], 1, 64, 4, 96));
    return states;
  }

  private static Map<String, OnnxTensor> inputs(
      Map<String, OnnxTensor> states, float[] erb, float[] spec, int from, int to) {
    Map<String, OnnxTensor> all = new HashMap<>(states);
    int frames = to - from;
    all.put(
        "feat_erb", OnnxTensor.of(Arrays.copyOfRange(erb, from * 32, to * 32), 1, 1, frames, 32));
    float[] both = new float[2 * 96 * frames];
    for (int part = 0; part < 2; part++) {
      System.arraycopy(
          spec, (part * spec.length / 2) + from * 96, both, part * both.length / 2, frames * 96);
    }
    all.put("feat_spec", OnnxTensor.of(both, 1, 2, frames, 96));
    return all;
  }

  private static float[] noise(int length) {
    var random = new Random(1);
    float[] noise = new float[length];
    for (int i = 0; i < length; i++) {
      noise[i] = (float) random.nextGaussian() / 2;
    }
    return noise;
  }

  @Test
  void whatIsNoArchiveOrAnotherOneIsRefusedWithAReason() throws Exception {
    Path empty = folder.resolve("empty.tar.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(empty))) {
      out.write(new byte[1024]);
    }
    assertThatThrownBy(() -> DeepFilterNetConverter.convert(empty, folder.resolve("out")))
        .isInstanceOfSatisfying(
            UnreadableFileException.class,
            e -> assertThat(e.reason()).contains("not the archive of DeepFilterNet3"));
    Path text = Files.writeString(folder.resolve("text"), "no archive");
    assertThatThrownBy(() -> DeepFilterNetConverter.convert(text, folder.resolve("out")))
        .isInstanceOf(IOException.class);
  }
}
