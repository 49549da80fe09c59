package ai.stt.config.cli;

import ai.stt.app.enhancement.EnhanceAudio;
import ai.stt.app.enhancement.EnhancedSound;
import ai.stt.app.enhancement.PendingEnhancement;
import ai.stt.config.wiring.Program;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes the noise out of a file in this process, without a server. */
@Command(
    name = "enhance",
    description = "Take noise out of speech and even its loudness, into a WAV file.",
    mixinStandardHelpOptions = true)
final class EnhanceCommand implements Callable<Integer> {
  private static final Duration REDRAW = Duration.ofMillis(200);

  @Parameters(paramLabel = "FILE", description = "An audio or video file.")
  private Path file = Path.of("");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "PATH",
      required = true,
      description = "The WAV file.")
  private Path output = Path.of("");

  @Option(names = "--model", paramLabel = "ID", description = "Default: the configured one.")
  private @Nullable String model;

  @Mixin private SettingsOption settings = new SettingsOption();

  private final Console console;

  EnhanceCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    try (Program program = settings.start()) {
      new SetUp(program, console).runForEnhancement();
      try (EnhancedSound sound = enhanced(program)) {
        write(sound);
      }
      return ExitCode.DONE;
    }
  }

  private EnhancedSound enhanced(Program program) throws InterruptedException {
    PendingEnhancement pending = program.get(EnhanceAudio.class).start(file, model);
    try (ProgressBar bar = console.bar("enhancing")) {
      while (true) {
        Optional<EnhancedSound> result = pending.await(REDRAW);
        if (result.isPresent()) {
          return result.get();
        }
        double speed = pending.doneSeconds() / bar.elapsedSeconds();
        bar.update(pending.progress().orElse(0), "%.1fx real time".formatted(speed));
      }
    } finally {
      pending.cancel();
    }
  }

  /** The file gets its name when it is whole. */
  private void write(EnhancedSound sound) throws IOException {
    Path part = Path.of(output + ".part");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
      sound.writeWav(out);
    }
    Files.move(part, output, StandardCopyOption.REPLACE_EXISTING);
  }
}
