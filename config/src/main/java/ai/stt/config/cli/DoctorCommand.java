package ai.stt.config.cli;

import ai.stt.app.blob.Blob;
import ai.stt.app.blob.BlobKey;
import ai.stt.app.catalog.ModelStore;
import ai.stt.app.model.DeviceInfo;
import ai.stt.app.model.LiveModel;
import ai.stt.config.settings.Home;
import ai.stt.config.settings.Settings;
import ai.stt.config.wiring.Program;
import ai.stt.inference.catalog.natives.NativeLibraries;
import ai.stt.inference.media.FfmpegMediaDecoder;
import ai.stt.inference.registry.HotModelRegistry;
import ai.stt.persistence.blob.S3Blobs;
import ai.stt.persistence.blob.S3Settings;
import ai.stt.speech.model.ModelStatus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Looks at everything that a transcription needs and says in words what is missing. */
@Command(
    name = "doctor",
    description = "Check this machine and say what is missing.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  private static final long WANTED_FREE_BYTES = 2L << 30;

  @Mixin private SettingsOption settings = new SettingsOption();

  private final Console console;
  private boolean healthy = true;

  DoctorCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    good("java", Runtime.version() + ", " + System.getProperty("java.vendor"));
    checkHome(Home.ofProcess());
    try (Program program = settings.start()) {
      checkDevice(program.get(DeviceInfo.class));
      checkWhisperCpp(program);
      checkMedia(program);
      checkModels(program);
      program.settings().blobs().store().ifPresent(this::checkStore);
    }
    return healthy ? ExitCode.DONE : ExitCode.UNAVAILABLE;
  }

  private void checkHome(Home home) {
    try {
      Files.createDirectories(home.folder());
      Files.delete(Files.createTempFile(home.folder(), "doctor", null));
      long free = Files.getFileStore(home.folder()).getUsableSpace();
      if (free < WANTED_FREE_BYTES) {
        bad("home", "%s has only %d MB free".formatted(home.folder(), free >> 20));
      } else {
        good("home", "%s, %d GB free".formatted(home.folder(), free >> 30));
      }
    } catch (IOException e) {
      bad("home", home.folder() + " cannot be written; set STT_HOME to a folder of yours");
    }
  }

  private void checkDevice(DeviceInfo device) {
    good("processor", device.threads() + " threads for inference");
    String gpu = device.gpuName();
    good("gpu", gpu == null ? "none; everything runs on the processor" : gpu);
  }

  private void checkWhisperCpp(Program program) {
    Settings all = program.settings();
    if (all.whisperCpp().ownLibrary().isPresent()) {
      Path own = Path.of(all.whisperCpp().ownLibrary().get());
      if (Files.isRegularFile(own)) {
        good("whisper.cpp", "your own " + own);
      } else {
        bad("whisper.cpp", own + " (whisper_cpp.library) is not there");
      }
      return;
    }
    program
        .get(NativeLibraries.class)
        .installed("whisper.cpp")
        .ifPresentOrElse(
            folder -> good("whisper.cpp", folder.toString()),
            () ->
                bad(
                    "whisper.cpp",
                    "not fetched yet; 'stt transcribe' or 'stt serve' fetches it through pip"));
  }

  private void checkMedia(Program program) throws InterruptedException {
    try {
      program.get(FfmpegMediaDecoder.class).awaitReady(Duration.ofSeconds(20));
      good("ffmpeg", "the decoding process answers");
    } catch (RuntimeException e) {
      Throwable reason =
          e instanceof UncheckedIOException && e.getCause() != null ? e.getCause() : e;
      bad("ffmpeg", "the decoding process does not start: " + reason.getMessage());
    }
  }

  private void checkModels(Program program) {
    program.get(ModelStore.class).problems().forEach(problem -> bad("catalog", problem));
    if (program.get(ModelStore.class).installed().isEmpty()) {
      bad("models", "none is installed; install one: stt models pull base");
    }
    HotModelRegistry registry = program.get(HotModelRegistry.class);
    registry.failedPlugins().forEach((plugin, reason) -> bad("plugin", plugin + ": " + reason));
    List<LiveModel> live = registry.live();
    for (LiveModel model : live) {
      String id = model.descriptor().id();
      if (model.status() == ModelStatus.FAILED) {
        bad("model", id + ": " + model.reason());
      } else {
        good("model", "%s (%s %s)".formatted(id, model.plugin(), model.version()));
      }
    }
    if (live.isEmpty()) {
      bad("model", "no plugin offers one; are there plugins in " + program.home().plugins() + "?");
    }
  }

  /** Writes, reads and deletes, as a job does. */
  private void checkStore(S3Settings settings) {
    var key = new BlobKey("doctor").child(UUID.randomUUID().toString());
    try (var store = new S3Blobs(settings)) {
      store.put(key, new ByteArrayInputStream(new byte[1]), 1);
      try (Blob _ =
          store.open(key).orElseThrow(() -> new IOException("what was written is gone"))) {
        good("recordings", "written and read in " + settings);
      } finally {
        store.delete(key);
      }
    } catch (IOException e) {
      bad("recordings", String.valueOf(e.getMessage()));
    }
  }

  private void good(String what, String words) {
    console.out().printf("ok       %-12s %s%n", what, words);
  }

  private void bad(String what, String words) {
    healthy = false;
    console.out().printf("missing  %-12s %s%n", what, words);
  }
}
