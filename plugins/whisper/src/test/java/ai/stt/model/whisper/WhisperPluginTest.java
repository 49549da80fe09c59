package ai.stt.model.whisper;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.plugin.Capability;
import ai.stt.plugin.InstalledModel;
import ai.stt.plugin.Model;
import ai.stt.plugin.PluginContext;
import ai.stt.plugin.engine.WhisperEngine;
import ai.stt.speech.model.ModelDescriptor;
import ai.stt.speech.model.Speed;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WhisperPluginTest {
  private final FakeWhisper engine = new FakeWhisper(0, "en", "de");

  @Test
  void eachInstalledGgmlModelIsOffered() throws Exception {
    var offers = new WhisperPlugin().offers(context(model("base", "ggml"), model("x", "onnx")));

    assertThat(offers).hasSize(1);
    var offer = offers.getFirst();
    assertThat(offer.capability()).isEqualTo(Capability.TRANSCRIPTION);
    assertThat(offer.descriptor().id()).isEqualTo("base");
    assertThat(offer.memoryBytes()).isGreaterThan(1000);
    Model model = offer.loader().load();
    assertThat(model).isInstanceOf(Capability.TRANSCRIPTION.type());
    model.close();
    assertThat(engine.isClosed()).isTrue();
  }

  @Test
  void withoutWeightsNothingIsOffered() {
    assertThat(new WhisperPlugin().offers(context())).isEmpty();
  }

  private static InstalledModel model(String id, String format) {
    var descriptor = new ModelDescriptor(id, "A model", "", List.of("en", "de"), Speed.FAST);
    return new InstalledModel(descriptor, "whisper", format, Path.of(id), 1000);
  }

  private PluginContext context(InstalledModel... models) {
    return new PluginContext() {
      @Override
      public <E> E engine(Class<E> type) {
        assertThat(type).isEqualTo(WhisperEngine.class);
        return type.cast(engine);
      }

      @Override
      public List<InstalledModel> installedModels(String family) {
        assertThat(family).isEqualTo("whisper");
        return List.of(models);
      }
    };
  }
}
