package ai.stt.config.cli;

import ai.stt.app.catalog.CatalogEntry;
import ai.stt.app.catalog.ModelStore;
import ai.stt.config.wiring.Program;
import ai.stt.plugin.InstalledModel;
import ai.stt.speech.model.ModelDescriptor;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Looks after the model store. A running server sees every change within two seconds. */
@Command(
    name = "models",
    description = "List, search, install, check and remove models.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class ModelsCommand {
  private static final String ROW = "%-22s %-10s %10s  %-10s %-10s %s%n";

  private final Console console;

  ModelsCommand(Console console) {
    this.console = console;
  }

  @Command(
      name = "list",
      description = "Installed models, and those that can be installed.",
      mixinStandardHelpOptions = true)
  int list(@Mixin SettingsOption settings) {
    try (Program program = settings.start()) {
      ModelStore store = program.get(ModelStore.class);
      Map<String, InstalledModel> installed = new LinkedHashMap<>();
      store.installed().forEach(model -> installed.put(model.descriptor().id(), model));
      PrintStream out = console.out();
      out.printf(ROW, "ID", "STATE", "MB", "PRECISION", "LICENCE", "NAME");
      ModelPrecision precision = ModelPrecision.by(settings.load().settings());
      for (CatalogEntry entry : store.entries()) {
        InstalledModel here = installed.remove(entry.id());
        row(entry, precision, here == null ? null : here.file());
      }
      installed.forEach(
          (id, model) ->
              row(
                  id,
                  true,
                  model.sizeBytes(),
                  precision.of(model.format(), id, model.file()),
                  "-",
                  model.descriptor().name()));
      store.problems().forEach(console::note);
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "search",
      description =
          "Models that can be installed, by words of their description and codes of languages.",
      mixinStandardHelpOptions = true)
  int search(
      @Parameters(arity = "1..*", paramLabel = "WORD") List<String> words,
      @Mixin SettingsOption settings) {
    try (Program program = settings.start()) {
      ModelStore store = program.get(ModelStore.class);
      ModelPrecision precision = ModelPrecision.by(settings.load().settings());
      for (CatalogEntry entry : store.entries()) {
        if (words.stream().allMatch(word -> matches(entry, word.toLowerCase(Locale.ROOT)))) {
          row(
              entry,
              precision,
              store.findInstalled(entry.id()).map(InstalledModel::file).orElse(null));
        }
      }
      store.problems().forEach(console::note);
      return ExitCode.DONE;
    }
  }

  private static boolean matches(CatalogEntry entry, String word) {
    ModelDescriptor model = entry.descriptor();
    return String.join(
                " ",
                model.id(),
                model.name(),
                model.description(),
                entry.capability(),
                entry.family(),
                entry.licence())
            .toLowerCase(Locale.ROOT)
            .contains(word)
        || model.languages().contains(word);
  }

  @Command(
      name = "verify",
      description = "Read installed models to their last byte; default: all.",
      mixinStandardHelpOptions = true)
  int verify(
      @Parameters(arity = "0..*", paramLabel = "ID") @Nullable List<String> ids,
      @Mixin SettingsOption settings) {
    try (Program program = settings.start()) {
      ModelStore store = program.get(ModelStore.class);
      List<String> wanted =
          ids == null || ids.isEmpty()
              ? store.installed().stream().map(model -> model.descriptor().id()).toList()
              : ids;
      boolean allGood = true;
      for (String id : wanted) {
        boolean good;
        try (ProgressBar bar = console.bar(id)) {
          good = store.verify(id, console.drawing(bar));
        }
        allGood &= good;
        console
            .out()
            .printf(
                "%-8s %s%n",
                good ? "ok" : "damaged", good ? id : id + ": remove it and install it again");
      }
      return allGood ? ExitCode.DONE : ExitCode.BAD_INPUT;
    }
  }

  private void row(CatalogEntry entry, ModelPrecision precision, @Nullable Path file) {
    row(
        entry.id(),
        file != null,
        entry.sizeBytes(),
        precision.of(entry.format(), entry.id(), file),
        entry.licence(),
        entry.descriptor().name());
  }

  private void row(
      String id, boolean installed, long bytes, String precision, String licence, String name) {
    String megabytes = "%.0f".formatted(bytes / 1e6);
    String state = installed ? "installed" : "-";
    console.out().printf(ROW, id, state, megabytes, precision, licence, name);
  }

  @Command(
      name = "pull",
      description = "Install models of the catalog; resumes where it was cut off.",
      mixinStandardHelpOptions = true)
  int pull(
      @Parameters(arity = "1..*", paramLabel = "ID") List<String> ids,
      @Option(
              names = "--accept-licence",
              description = "You have read and accept the licence notice of the models.")
          boolean accepted,
      @Mixin SettingsOption settings)
      throws InterruptedException {
    try (Program program = settings.start()) {
      ModelStore store = program.get(ModelStore.class);
      for (String id : ids) {
        try (ProgressBar bar = console.bar(id)) {
          store.pull(id, accepted, console.drawing(bar));
        }
        console.note(id + " is installed");
      }
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "import",
      description =
          "Install a ggml or GGUF file, or a folder of transformers (safetensors), faster-whisper"
              + " (CTranslate2) or GLiNER; it is copied.",
      mixinStandardHelpOptions = true)
  int importFrom(
      @Parameters(paramLabel = "PATH") Path path,
      @Option(names = "--id", paramLabel = "ID", description = "Default: from the name.")
          @Nullable String id,
      @Mixin SettingsOption settings)
      throws InterruptedException {
    try (Program program = settings.start()) {
      InstalledModel model;
      try (ProgressBar bar = console.bar(String.valueOf(path.getFileName()))) {
        model = program.get(ModelStore.class).importFrom(path, id, console.drawing(bar));
      }
      console.note(model.descriptor().id() + " is installed");
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "remove",
      description = "Delete installed models.",
      mixinStandardHelpOptions = true)
  int remove(
      @Parameters(arity = "1..*", paramLabel = "ID") List<String> ids,
      @Mixin SettingsOption settings)
      throws InterruptedException {
    try (Program program = settings.start()) {
      for (String id : ids) {
        program.get(ModelStore.class).remove(id);
        console.note(id + " is removed");
      }
      return ExitCode.DONE;
    }
  }
}
