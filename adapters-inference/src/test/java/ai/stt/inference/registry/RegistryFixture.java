package ai.stt.inference.registry;

import ai.stt.app.model.DeviceInfo;
import ai.stt.app.model.LiveModel;
import ai.stt.app.operation.DeviceHealth;
import ai.stt.inference.plugin.PluginFolder;
import ai.stt.inference.plugin.PluginTrust;
import ai.stt.inference.plugin.testing.PluginZip;
import ai.stt.plugin.Capability;
import ai.stt.plugin.InstalledModel;
import ai.stt.plugin.transcription.Transcriber;
import ai.stt.plugin.transcription.TranscriptionListener;
import ai.stt.plugin.transcription.TranscriptionOptions;
import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.audio.PcmSource;
import ai.stt.speech.model.ModelStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A registry over a folder in a temporary home, with a clock that stands still until moved. */
final class RegistryFixture implements AutoCloseable {
  static final Duration POLL = Duration.ofMillis(20);
  static final Duration ROOM_WAIT = Duration.ofMillis(1500);
  static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final PcmSource SILENCE =
      new PcmSource() {
        @Override
        public @Nullable PcmChunk read() {
          return null;
        }

        @Override
        public void close() {}
      };

  final List<String> events = new CopyOnWriteArrayList<>();

  /** Lent to plugins, whose code may wait for it. */
  final Semaphore gate = new Semaphore(0);

  final AtomicReference<List<InstalledModel>> installed = new AtomicReference<>(List.of());
  final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

  /** What the registry tells. */
  final HeardCalls watcher = new HeardCalls();

  /** What the registry finds out about the device. */
  final DeviceHealth health = new DeviceHealth();

  /** What the device says that is used of it, before and after each load; -1 for nothing. */
  volatile LongSupplier used = () -> -1;

  final AtomicInteger enginesRenewed = new AtomicInteger();

  final Path zips;
  final HotModelRegistry registry;

  RegistryFixture(Path home, RegistrySettings settings) {
    this(home, settings, true, true);
  }

  RegistryFixture(Path home, RegistrySettings settings, boolean gpu, boolean cpuFallback) {
    try {
      zips = Files.createDirectories(home.resolve("plugins"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    registry =
        new HotModelRegistry(
            new PluginFolder(zips, home.resolve("cache"), PluginTrust.inEverybody()),
            new HostPluginContext(
                Map.of(List.class, () -> events, Semaphore.class, () -> gate), installed::get),
            () -> installed.get(),
            new DeviceInfo("cpu", 2, null, 0),
            settings,
            now::get,
            watcher,
            new DeviceCare(
                health, gpu, () -> used.getAsLong(), cpuFallback, enginesRenewed::incrementAndGet));
  }

  static RegistrySettings settings() {
    return settings(Long.MAX_VALUE);
  }

  static RegistrySettings settings(long memoryBytes) {
    return new RegistrySettings(
        Duration.ZERO, List.of(), POLL, Duration.ofMinutes(1), PATIENCE, memoryBytes, ROOM_WAIT);
  }

  PluginZip plugin(String id, String version) {
    return PluginZip.of(id, version);
  }

  Path drop(String file, PluginZip zip) {
    return zip.writeTo(zips.resolve(file));
  }

  void start() throws Exception {
    registry.start();
  }

  void pass(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  List<String> ids() {
    return registry.live().stream().map(model -> model.descriptor().id()).toList();
  }

  @Nullable ModelStatus status(String id) {
    return registry.live().stream()
        .filter(model -> model.descriptor().id().equals(id))
        .map(LiveModel::status)
        .findFirst()
        .orElse(null);
  }

  String version(String id) {
    return registry.live().stream()
        .filter(model -> model.descriptor().id().equals(id))
        .map(LiveModel::version)
        .findFirst()
        .orElse("none");
  }

  long count(String event) {
    return Collections.frequency(events, event);
  }

  /** Borrows the model and has it say its version. */
  String ask(String id) throws InterruptedException {
    try (var lease = registry.lease(Capability.TRANSCRIPTION, id)) {
      return ask(lease.model());
    }
  }

  static String ask(Transcriber model) throws InterruptedException {
    return model
        .transcribe(SILENCE, new TranscriptionOptions(null, null, 1), TranscriptionListener.NONE)
        .text();
  }

  @Override
  public void close() {
    gate.release(1000);
    registry.close();
  }
}
