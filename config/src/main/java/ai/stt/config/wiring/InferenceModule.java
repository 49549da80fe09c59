package ai.stt.config.wiring;

import ai.stt.app.catalog.FetchListener;
import ai.stt.app.catalog.ModelCatalog;
import ai.stt.app.catalog.ModelStore;
import ai.stt.app.enhanced.EnhancedModels;
import ai.stt.app.enhancement.SoundDecoder;
import ai.stt.app.model.ChooseModel;
import ai.stt.app.model.DeviceInfo;
import ai.stt.app.model.ModelRegistry;
import ai.stt.app.model.ModelWatcher;
import ai.stt.app.operation.DeviceHealth;
import ai.stt.app.operation.Devices;
import ai.stt.app.transcription.MediaDecoder;
import ai.stt.config.settings.Home;
import ai.stt.config.settings.Settings;
import ai.stt.inference.bundle.BundleInstaller;
import ai.stt.inference.catalog.FolderModelStore;
import ai.stt.inference.catalog.JsonCatalog;
import ai.stt.inference.catalog.OperatorCatalogs;
import ai.stt.inference.catalog.natives.NativeLibraries;
import ai.stt.inference.device.DeviceFacts;
import ai.stt.inference.device.ProcessMemory;
import ai.stt.inference.engine.llama.LlamaCppEngine;
import ai.stt.inference.engine.llama.LlamaLibrary;
import ai.stt.inference.engine.onnx.OnnxEngine;
import ai.stt.inference.engine.onnx.UnpackedLibraries;
import ai.stt.inference.engine.whisper.ChosenWhisperEngine;
import ai.stt.inference.engine.whisper.WhisperOnnxEngine;
import ai.stt.inference.engine.whispercpp.WhisperCppEngine;
import ai.stt.inference.engine.whispercpp.WhisperCppLibrary;
import ai.stt.inference.media.FfmpegMediaDecoder;
import ai.stt.inference.plugin.PluginFolder;
import ai.stt.inference.plugin.PluginShelf;
import ai.stt.inference.plugin.PluginTrust;
import ai.stt.inference.registry.DeviceCare;
import ai.stt.inference.registry.HostPluginContext;
import ai.stt.inference.registry.HotModelRegistry;
import ai.stt.plugin.engine.LlamaEngine;
import ai.stt.plugin.engine.OnnxRuntime;
import ai.stt.plugin.engine.WhisperEngine;
import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;

/** Models, engines and media: the adapters behind the ports of inference. */
final class InferenceModule extends AbstractModule {
  private final Home home;
  private final Settings settings;
  private final Closing closing;

  InferenceModule(Home home, Settings settings, Closing closing) {
    this.home = home;
    this.settings = settings;
    this.closing = closing;
  }

  @Override
  protected void configure() {
    bind(ModelCatalog.class).to(ModelStore.class);
    bind(MediaDecoder.class).to(FfmpegMediaDecoder.class);
    bind(SoundDecoder.class).to(FfmpegMediaDecoder.class);
  }

  @Provides
  @Singleton
  ModelRegistry models(HotModelRegistry live, ModelCatalog catalog) {
    return new EnhancedModels(live, new ChooseModel(live, catalog));
  }

  @Provides
  @Singleton
  ModelStore modelStore() {
    var catalogs =
        new OperatorCatalogs(
            new JsonCatalog(), home.cache().resolve("catalogs"), settings.catalogPolicy());
    return new FolderModelStore(home.folder(), catalogs, settings.catalogs().reach());
  }

  @Provides
  @Singleton
  NativeLibraries nativeLibraries() {
    return new NativeLibraries(home.folder(), settings.catalogs().reach());
  }

  @Provides
  @Singleton
  DeviceInfo device() {
    return DeviceFacts.probe(settings.device().threads());
  }

  @Provides
  @Singleton
  FfmpegMediaDecoder decoder() throws IOException {
    return closing.later(new FfmpegMediaDecoder(settings.media(), home.cache().resolve("javacpp")));
  }

  @Provides
  @Singleton
  PluginShelf shelf() throws IOException {
    return new PluginShelf(
        home.plugins(), settings.plugins().trust(BundledPlugins.install(home.plugins())));
  }

  @Provides
  BundleInstaller bundles(PluginShelf shelf) {
    return new BundleInstaller(
        home.folder(), shelf, settings.plugins().keys(), settings.plugins().required());
  }

  @Provides
  @Singleton
  HotModelRegistry registry(
      ModelStore store,
      DeviceInfo device,
      Devices devices,
      NativeLibraries natives,
      Set<ModelWatcher> watchers,
      DeviceHealth health)
      throws IOException, InterruptedException {
    PluginTrust trust = settings.plugins().trust(BundledPlugins.install(home.plugins()));
    UnpackedLibraries.use(home.cache());
    var context =
        new HostPluginContext(
            Map.of(
                WhisperEngine.class, () -> whisper(device, natives, health),
                OnnxRuntime.class, () -> new OnnxEngine(sessionThreads(device), device.threads()),
                LlamaEngine.class, () -> llama(device, natives, health)),
            store::installed);
    var registry =
        closing.later(
            new HotModelRegistry(
                new PluginFolder(home.plugins(), home.cache().resolve("plugins"), trust),
                context,
                store::installed,
                device,
                settings.models().registry(settings.device().memoryFor(memoryBytes(devices))),
                InstantSource.system(),
                new Watchers(watchers),
                new DeviceCare(
                    health,
                    ProcessMemory::residentBytes,
                    settings.device().cpuFallback(),
                    context::renew)));
    lookForGpu(device, health);
    registry.start();
    return registry;
  }

  /** A GPU that should be used and is absent is told from the start. */
  private void lookForGpu(DeviceInfo device, DeviceHealth health) {
    if (settings.whisperOnGpu()) {
      settings
          .ownWhisperLibrary()
          .ifPresent(own -> DeviceFacts.lookForGpu(Path.of(own), device, health));
    }
    if (settings.llamaCpp().onGpu()) {
      DeviceFacts.lookForGpu(Path.of(settings.llamaCpp().library()), device, health);
    }
  }

  private static boolean useGpu(boolean wanted, DeviceHealth health) {
    return wanted && health.lost().isEmpty();
  }

  /** Of the processor, which comes first. */
  private static long memoryBytes(Devices devices) {
    return devices.now().getFirst().memoryBytes();
  }

  /** Jobs that run at once share the device's threads. */
  private int sessionThreads(DeviceInfo device) {
    return Math.max(1, device.threads() / settings.device().concurrency());
  }

  private WhisperEngine whisper(DeviceInfo device, NativeLibraries natives, DeviceHealth health) {
    return new ChosenWhisperEngine(
        settings.whisper().engineChoice(),
        () ->
            new WhisperOnnxEngine(
                home.cache().resolve("whisper"),
                device.threads(),
                settings.whisper().computing(),
                settings.whisperCpp().alignWords()),
        () -> whisperCpp(device, natives, health));
  }

  private WhisperEngine whisperCpp(
      DeviceInfo device, NativeLibraries natives, DeviceHealth health) {
    Settings.WhisperCpp engine = settings.whisperCpp();
    return new WhisperCppEngine(
        WhisperCppLibrary.load(whisperLibrary(natives)),
        sessionThreads(device),
        useGpu(settings.whisperOnGpu(), health),
        engine.alignWords());
  }

  private Path whisperLibrary(NativeLibraries natives) {
    return settings
        .ownWhisperLibrary()
        .map(Path::of)
        .orElseGet(() -> packaged(natives, "whisper.cpp"));
  }

  private LlamaEngine llama(DeviceInfo device, NativeLibraries natives, DeviceHealth health) {
    Settings.LlamaCpp engine = settings.llamaCpp();
    Path library =
        engine.library().isBlank() ? packaged(natives, "llama.cpp") : Path.of(engine.library());
    return new LlamaCppEngine(
        LlamaLibrary.load(library),
        engine.computing(device.threads(), useGpu(engine.onGpu(), health)));
  }

  private static Path packaged(NativeLibraries natives, String name) {
    try {
      return natives.ensure(name, FetchListener.none());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while %s was fetched".formatted(name), e);
    }
  }
}
