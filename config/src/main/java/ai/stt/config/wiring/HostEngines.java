package ai.stt.config.wiring;

import ai.stt.app.catalog.FetchListener;
import ai.stt.app.model.DeviceInfo;
import ai.stt.app.operation.DeviceHealth;
import ai.stt.config.settings.Home;
import ai.stt.config.settings.Settings;
import ai.stt.inference.catalog.natives.NativeLibraries;
import ai.stt.inference.device.DeviceFacts;
import ai.stt.inference.engine.llama.LlamaCppEngine;
import ai.stt.inference.engine.llama.LlamaLibrary;
import ai.stt.inference.engine.onnx.OnnxEngine;
import ai.stt.inference.engine.onnx.UnpackedLibraries;
import ai.stt.inference.engine.whisper.ChosenWhisperEngine;
import ai.stt.inference.engine.whisper.WhisperOnnxEngine;
import ai.stt.inference.engine.whispercpp.WhisperCppEngine;
import ai.stt.inference.engine.whispercpp.WhisperCppLibrary;
import ai.stt.plugin.engine.LlamaEngine;
import ai.stt.plugin.engine.OnnxRuntime;
import ai.stt.plugin.engine.WhisperEngine;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The engines of the process that this is made in, each made when it is first asked for.
 *
 * @param device what they run on
 * @param natives where their libraries are
 * @param health tells whether the GPU is lost, and is told when there is none
 */
record HostEngines(
    EngineSettings settings, DeviceInfo device, NativeLibraries natives, DeviceHealth health) {
  /** The same for a process that has nothing but the settings. */
  static HostEngines of(EngineSettings settings, DeviceHealth health) {
    return new HostEngines(
        settings,
        DeviceFacts.probe(settings.device().threads()),
        new NativeLibraries(settings.home(), settings.reach()),
        health);
  }

  /** How each is made, by the interface it is lent as; a GPU that is absent is told now. */
  Map<Class<?>, Supplier<?>> all() {
    UnpackedLibraries.use(home().cache());
    lookForGpu();
    return Map.of(
        WhisperEngine.class, this::whisper,
        OnnxRuntime.class, () -> new OnnxEngine(sessionThreads(), device.threads()),
        LlamaEngine.class, this::llama);
  }

  private Home home() {
    return new Home(settings.home());
  }

  /** A GPU that should be used and is absent is told from the start. */
  private void lookForGpu() {
    if (settings.whisperCpp().onGpu()) {
      DeviceFacts.lookForGpu(
          Path.of(settings.whisperCpp().ownLibrary().orElseThrow()), device, health);
    }
    if (settings.llamaCpp().onGpu()) {
      DeviceFacts.lookForGpu(Path.of(settings.llamaCpp().library()), device, health);
    }
  }

  private boolean useGpu(boolean wanted) {
    return wanted && health.lost().isEmpty();
  }

  /** Beside what runs at once no graph has all threads. */
  private int sessionThreads() {
    return Math.max(1, device.threads() / Math.min(2, settings.device().concurrency()));
  }

  private WhisperEngine whisper() {
    return new ChosenWhisperEngine(
        settings.whisper().engineChoice(settings.whisperCpp()),
        () ->
            new WhisperOnnxEngine(
                home().cache().resolve("whisper"),
                device.threads(),
                settings.whisper().computing(),
                settings.whisperCpp().alignWords()),
        this::whisperCpp);
  }

  private WhisperEngine whisperCpp() {
    Settings.WhisperCpp engine = settings.whisperCpp();
    return new WhisperCppEngine(
        WhisperCppLibrary.load(
            engine.ownLibrary().map(Path::of).orElseGet(() -> packaged("whisper.cpp"))),
        device.threads(),
        useGpu(engine.onGpu()),
        engine.alignWords());
  }

  private LlamaEngine llama() {
    Settings.LlamaCpp engine = settings.llamaCpp();
    Path library = engine.library().isBlank() ? packaged("llama.cpp") : Path.of(engine.library());
    return new LlamaCppEngine(
        LlamaLibrary.load(library), engine.computing(device.threads(), useGpu(engine.onGpu())));
  }

  private Path packaged(String name) {
    try {
      return natives.ensure(name, FetchListener.none());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while %s was fetched".formatted(name), e);
    }
  }
}
