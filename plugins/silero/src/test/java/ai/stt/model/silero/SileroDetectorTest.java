package ai.stt.model.silero;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.stt.app.catalog.FetchListener;
import ai.stt.inference.catalog.FolderModelStore;
import ai.stt.inference.catalog.JsonCatalog;
import ai.stt.inference.engine.onnx.OnnxEngine;
import ai.stt.plugin.Capability;
import ai.stt.plugin.InstalledModel;
import ai.stt.plugin.ModelOffer;
import ai.stt.plugin.PluginContext;
import ai.stt.plugin.voiceactivity.SpokenSample;
import ai.stt.plugin.voiceactivity.VoiceActivityDetector;
import ai.stt.plugin.voiceactivity.VoiceActivityDetectorContract;
import ai.stt.plugin.voiceactivity.VoiceActivityStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The real weights, fetched once into {@code STT_HOME} (else {@code ~/.stt}). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SileroDetectorTest extends VoiceActivityDetectorContract {
  @SuppressWarnings("NullAway.Init") // set before every test
  private VoiceActivityDetector detector;

  @BeforeAll
  void load() throws Exception {
    Path home =
        Optional.ofNullable(System.getenv("STT_HOME"))
            .map(Path::of)
            .orElse(Path.of(System.getProperty("user.home"), ".stt"));
    InstalledModel silero =
        new FolderModelStore(home, new JsonCatalog())
            .pull("silero-vad-16k", false, FetchListener.none());
    List<ModelOffer<?>> offers = new SileroPlugin().offers(host(silero));
    assertThat(offers).hasSize(1);
    assertThat(offers.getFirst().capability()).isEqualTo(Capability.VOICE_ACTIVITY);
    detector = (VoiceActivityDetector) offers.getFirst().loader().load();
  }

  @AfterAll
  void close() {
    detector.close();
  }

  @Override
  protected VoiceActivityDetector detector() {
    return detector;
  }

  @Test
  void everyFrameIsHeardAsThePythonPackageHearsIt() throws Exception {
    try (VoiceActivityStream stream = detector.open();
        InputStream in =
            Objects.requireNonNull(SileroDetectorTest.class.getResourceAsStream("jfk-3s.txt"))) {
      List<String> expected = new String(in.readAllBytes(), UTF_8).lines().toList();
      float[] heard = stream.feed(SpokenSample.read());

      assertThat(heard).hasSameSizeAs(expected);
      for (int i = 0; i < heard.length; i++) {
        assertThat(heard[i]).isCloseTo(Float.parseFloat(expected.get(i)), within(1e-4f));
      }
    }
  }

  private static PluginContext host(InstalledModel silero) {
    var engine = new OnnxEngine(1);
    return new PluginContext() {
      @Override
      public <E> E engine(Class<E> type) {
        return type.cast(engine);
      }

      @Override
      public List<InstalledModel> installedModels(String family) {
        return family.equals(silero.family()) ? List.of(silero) : List.of();
      }
    };
  }
}
