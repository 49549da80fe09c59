package ai.stt.inference.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.plugin.InstalledModel;
import ai.stt.speech.model.ModelDescriptor;
import ai.stt.speech.model.Speed;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HostPluginContextTest {
  interface Engine {}

  @Test
  void anEngineIsMadeAtItsFirstUseAndOnlyOnce() {
    var made = new AtomicInteger();
    var context =
        context(
            Map.of(
                Engine.class,
                () -> {
                  made.incrementAndGet();
                  return new Engine() {};
                }));
    assertThat(made).hasValue(0);

    assertThat(context.engine(Engine.class)).isSameAs(context.engine(Engine.class));
    assertThat(made).hasValue(1);
  }

  @Test
  void anEngineThatCannotRunTellsWhyAndIsTriedAgain() {
    var tries = new AtomicInteger();
    var context =
        context(
            Map.of(
                Engine.class,
                () -> {
                  if (tries.incrementAndGet() == 1) {
                    throw new UnsatisfiedLinkError("/opt/x/libwhisper.so: no such file here");
                  }
                  return new Engine() {};
                }));

    assertThatThrownBy(() -> context.engine(Engine.class))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the engine Engine cannot run here: libwhisper.so: no such file here");
    assertThat(context.engine(Engine.class)).isNotNull();
  }

  @Test
  void anEngineThatTheHostDoesNotHaveIsRefusedByName() {
    assertThatThrownBy(() -> context(Map.of()).engine(Engine.class))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no engine Engine");
  }

  @Test
  void aPluginSeesTheWeightsOfItsFamilyOnly() {
    InstalledModel whisper = installed("base", "whisper");
    var context =
        new HostPluginContext(Map.of(), () -> List.of(whisper, installed("silero", "silero")));

    assertThat(context.installedModels("whisper")).containsExactly(whisper);
  }

  private static HostPluginContext context(Map<Class<?>, java.util.function.Supplier<?>> engines) {
    return new HostPluginContext(engines, List::of);
  }

  private static InstalledModel installed(String id, String family) {
    var descriptor = new ModelDescriptor(id, "Fake", "A fake.", List.of("en"), Speed.FAST);
    return new InstalledModel(descriptor, family, "fake", Path.of("x"), 1);
  }
}
