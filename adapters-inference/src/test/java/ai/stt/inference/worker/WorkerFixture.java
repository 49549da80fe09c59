package ai.stt.inference.worker;

import ai.stt.app.model.DeviceInfo;
import ai.stt.app.model.Lease;
import ai.stt.app.model.ModelWatcher;
import ai.stt.app.operation.DeviceHealth;
import ai.stt.inference.plugin.PluginFolder;
import ai.stt.inference.plugin.PluginTrust;
import ai.stt.inference.plugin.testing.PluginZip;
import ai.stt.inference.registry.DeviceCare;
import ai.stt.inference.registry.HostPluginContext;
import ai.stt.inference.registry.HotModelRegistry;
import ai.stt.inference.registry.RegistrySettings;
import ai.stt.plugin.Capability;
import ai.stt.plugin.transcription.Transcriber;
import ai.stt.plugin.transcription.TranscriptionListener;
import ai.stt.plugin.transcription.TranscriptionOptions;
import ai.stt.speech.audio.PcmSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** A registry whose models are loaded in another process. */
final class WorkerFixture implements AutoCloseable {
  final DeviceHealth health = new DeviceHealth();
  final Path zips;
  final EngineWorker worker;
  final HotModelRegistry registry;

  WorkerFixture(Path home) throws IOException {
    zips = Files.createDirectories(home.resolve("plugins"));
    worker = worker(health);
    RegistrySettings usual = RegistrySettings.DEFAULT;
    registry =
        new HotModelRegistry(
            new PluginFolder(zips, home.resolve("cache"), PluginTrust.inEverybody()),
            new HostPluginContext(
                Map.of(
                    List.class, () -> new ArrayList<>(), Semaphore.class, () -> new Semaphore(0)),
                List::of),
            List::of,
            new DeviceInfo("cpu", 2, null, 0),
            new RegistrySettings(
                usual.idleRelease(),
                List.of(),
                Duration.ofMillis(20),
                usual.failureRetry(),
                usual.patience(),
                Long.MAX_VALUE),
            InstantSource.system(),
            ModelWatcher.NONE,
            DeviceCare.none(),
            worker);
  }

  static EngineWorker worker(DeviceHealth health) {
    return worker(TestProcess.command(TestProcess.class), health);
  }

  static EngineWorker worker(WorkerCommand command, DeviceHealth health) {
    return new EngineWorker(command, TestProcess.SETTINGS, health, List::of);
  }

  /** Drops a plugin whose model does this when it is asked. */
  void start(String transcribe) throws IOException, InterruptedException {
    PluginZip.of("fake", "1.0.0").code("TRANSCRIBE", transcribe).writeTo(zips.resolve("fake.zip"));
    registry.start();
  }

  /** Java that ends a call with these words. */
  static String say(String expression) {
    return "if (yes()) { return new Transcript(\"en\", 1, 1, List.of(new Segment(0, 1, "
        + expression
        + ", 1, List.of(), null))); }";
  }

  String ask(PcmSource audio) throws InterruptedException {
    try (Lease<Transcriber> lease = registry.lease(Capability.TRANSCRIPTION, "base")) {
      return lease
          .model()
          .transcribe(audio, new TranscriptionOptions("en", null, 1), TranscriptionListener.NONE)
          .text();
    }
  }

  @Override
  public void close() {
    registry.close();
    worker.close();
  }
}
