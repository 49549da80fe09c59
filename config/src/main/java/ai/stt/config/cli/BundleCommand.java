package ai.stt.config.cli;

import ai.stt.app.catalog.ModelStore;
import ai.stt.config.settings.Home;
import ai.stt.config.wiring.Program;
import ai.stt.inference.bundle.BundleContents;
import ai.stt.inference.bundle.BundleInstaller;
import ai.stt.inference.bundle.BundleManifest;
import ai.stt.inference.bundle.BundleWriter;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Carries a whole installation to a machine that has no network. */
@Command(
    name = "bundle",
    description = "Make one archive of all that is installed here, and install it elsewhere.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class BundleCommand {
  private final Console console;

  BundleCommand(Console console) {
    this.console = console;
  }

  @Command(
      name = "create",
      description = {
        "Write the program with its database, the installed models, your plugins, and the libraries"
            + " and fonts that were fetched, into one tar archive.",
        "It runs on machines of this kind (operating system and processor)."
      },
      mixinStandardHelpOptions = true)
  int create(
      @Parameters(paramLabel = "FILE") Path file,
      @Option(
              names = "--model",
              paramLabel = "ID",
              description = "Only these models; default: all installed. Can be given repeatedly.")
          @Nullable List<String> models,
      @Option(
              names = "--with-java",
              description = "Also the Java that runs here; for machines that have none.")
          boolean java,
      @Mixin SettingsOption settings)
      throws IOException, InterruptedException {
    try (Program program = settings.start()) {
      BundleContents contents = contents(program, models);
      if (java) {
        contents.java(Path.of(System.getProperty("java.home")));
      }
      BundleManifest made;
      try (ProgressBar bar = console.bar(String.valueOf(file.getFileName()))) {
        made = BundleWriter.write(contents, Version.current(), file, console.drawing(bar));
      }
      console.note(
          "%s holds %d files, %.0f MB"
              .formatted(file, made.files().size(), made.sizeBytes() / 1e6));
      console.note(
          "to install it: tar -xf %s program && program/stt bundle install %s"
              .formatted(file.getFileName(), file.getFileName()));
      return ExitCode.DONE;
    }
  }

  private static BundleContents contents(Program program, @Nullable List<String> models)
      throws IOException {
    Path distribution = Home.distribution().orElseThrow(BundleCommand::withoutLauncher);
    Path launcher = Home.launcher().orElseThrow(BundleCommand::withoutLauncher);
    ModelStore store = program.get(ModelStore.class);
    Path home = program.home().folder();
    var contents = new BundleContents().program(launcher, distribution);
    List<String> wanted =
        models != null
            ? models
            : store.installed().stream().map(model -> model.descriptor().id()).toList();
    for (String id : wanted) {
      if (store.findInstalled(id).isEmpty()) {
        throw new SpeechException(
            ErrorCode.INVALID_REQUEST, "The model '%s' is not installed here.".formatted(id));
      }
      contents.model(home, id);
    }
    return contents
        .fetched(home)
        .plugins(program.home().plugins(), names(distribution.resolve("plugins")));
  }

  private static Set<String> names(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return Set.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).collect(Collectors.toSet());
    }
  }

  private static SpeechException withoutLauncher() {
    return new SpeechException(
        ErrorCode.INVALID_REQUEST, "A bundle holds the program as './stt' runs it; run that.");
  }

  @Command(
      name = "install",
      description = {
        "Install all that a bundle holds into $STT_HOME; the program goes to $STT_HOME/program.",
        "Every byte is checked first; a bundle that is refused changes nothing.",
        "Its signature is expected beside it, as FILE.sig, when plugins.signatures requires it."
      },
      mixinStandardHelpOptions = true)
  int install(@Parameters(paramLabel = "FILE") Path file, @Mixin SettingsOption settings)
      throws IOException, InterruptedException {
    try (Program program = settings.start()) {
      BundleInstaller installer = program.get(BundleInstaller.class);
      BundleManifest installed;
      try (ProgressBar bar = console.bar(String.valueOf(file.getFileName()))) {
        installed = installer.install(file, console.drawing(bar));
      }
      Path home = program.home().folder();
      console.note(
          "version %s is installed in %s; run %s"
              .formatted(installed.version(), home, home.resolve("program/stt")));
      return ExitCode.DONE;
    }
  }
}
