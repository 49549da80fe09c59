package ai.stt.config.wiring;

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
import ai.stt.inference.media.FfmpegMediaDecoder;
import ai.stt.inference.plugin.PluginFolder;
import ai.stt.inference.plugin.PluginShelf;
import ai.stt.inference.plugin.PluginTrust;
import ai.stt.inference.registry.DeviceCare;
import ai.stt.inference.registry.HostPluginContext;
import ai.stt.inference.registry.HotModelRegistry;
import ai.stt.inference.registry.ModelPlace;
import ai.stt.inference.wire.PlainData;
import ai.stt.inference.worker.EngineWorker;
import ai.stt.inference.worker.WorkerCommand;
import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
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
    int most = settings.device().concurrency();
    return closing.later(
        new FfmpegMediaDecoder(settings.media(), most, home.cache().resolve("javacpp")));
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
    EngineSettings engines = EngineSettings.of(home, settings);
    var context =
        new HostPluginContext(
            new HostEngines(engines, device, natives, health).all(), store::installed);
    Optional<EngineWorker> worker =
        settings.inference().apart()
            ? Optional.of(worker(engines, store, health))
            : Optional.empty();
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
                care(device, health, context, worker),
                worker.<ModelPlace>map(apart -> apart).orElse(ModelPlace.HERE)));
    registry.start();
    return registry;
  }

  private EngineWorker worker(EngineSettings engines, ModelStore store, DeviceHealth health) {
    return closing.later(
        new EngineWorker(
            new WorkerCommand(EngineProcess.class.getName(), settings.inference().javaOptions()),
            PlainData.bytes(EngineSettings.class, engines),
            health,
            store::installed));
  }

  private DeviceCare care(
      DeviceInfo device,
      DeviceHealth health,
      HostPluginContext context,
      Optional<EngineWorker> worker) {
    boolean gpu = settings.whisperCpp().onGpu() || settings.llamaCpp().onGpu();
    return new DeviceCare(
        health,
        gpu && device.gpuAvailable(),
        () -> worker.map(EngineWorker::residentBytes).orElseGet(ProcessMemory::residentBytes),
        settings.device().cpuFallback(),
        () -> {
          context.renew();
          worker.ifPresent(apart -> apart.loseGpu(health.lost().orElse("it is gone")));
        });
  }

  /** Of the processor, which comes first. */
  private static long memoryBytes(Devices devices) {
    return devices.now().getFirst().memoryBytes();
  }
}
