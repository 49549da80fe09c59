package ai.stt.model.pyannote;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.catalog.FetchListener;
import ai.stt.app.catalog.ModelStore;
import ai.stt.inference.catalog.FolderModelStore;
import ai.stt.inference.catalog.JsonCatalog;
import ai.stt.inference.engine.onnx.OnnxEngine;
import ai.stt.plugin.Capability;
import ai.stt.plugin.InstalledModel;
import ai.stt.plugin.ModelOffer;
import ai.stt.plugin.PluginContext;
import ai.stt.plugin.diarization.Diarizer;
import ai.stt.plugin.diarization.DiarizerContract;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The real weights, fetched once into {@code STT_HOME} (else {@code ~/.stt}). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PyannoteDiarizerTest extends DiarizerContract {
  @SuppressWarnings("NullAway.Init") // set before every test
  private Diarizer diarizer;

  @BeforeAll
  void load() throws Exception {
    Path home =
        Optional.ofNullable(System.getenv("STT_HOME"))
            .map(Path::of)
            .orElse(Path.of(System.getProperty("user.home"), ".stt"));
    ModelStore store = new FolderModelStore(home, new JsonCatalog());
    var installed =
        List.of(
            store.pull("segmentation-3.0", false, FetchListener.none()),
            store.pull("campplus-zh-en", false, FetchListener.none()));
    List<ModelOffer<?>> offers = new PyannotePlugin().offers(new Host(installed));
    assertThat(offers).hasSize(1);
    assertThat(offers.getFirst().capability()).isEqualTo(Capability.DIARIZATION);
    diarizer = (Diarizer) offers.getFirst().loader().load();
  }

  @AfterAll
  void close() {
    diarizer.close();
  }

  @Override
  protected Diarizer diarizer() {
    return diarizer;
  }

  @Test
  void withHalfOfTheWeightsThereIsNoOffer() {
    assertThat(new PyannotePlugin().offers(new Host(List.of()))).isEmpty();
  }

  private record Host(List<InstalledModel> installed) implements PluginContext {
    private static final OnnxEngine ENGINE = new OnnxEngine(2);

    @Override
    public <E> E engine(Class<E> type) {
      return type.cast(ENGINE);
    }

    @Override
    public List<InstalledModel> installedModels(String family) {
      return installed.stream().filter(model -> model.family().equals(family)).toList();
    }
  }
}
