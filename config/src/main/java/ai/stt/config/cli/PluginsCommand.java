package ai.stt.config.cli;

import ai.stt.config.wiring.Program;
import ai.stt.inference.catalog.fetch.Reach;
import ai.stt.inference.catalog.fetch.VerifiedCopy;
import ai.stt.inference.plugin.PluginDownload;
import ai.stt.inference.plugin.PluginManifest;
import ai.stt.inference.plugin.PluginShelf;
import ai.stt.inference.plugin.PluginShelf.Item;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Looks after the plugins folder. A running server sees every change within two seconds. */
@Command(
    name = "plugins",
    description = "List, install, check and remove plugins.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class PluginsCommand {
  private final Console console;

  PluginsCommand(Console console) {
    this.console = console;
  }

  @Command(
      name = "list",
      description = "The plugins in the plugins folder.",
      mixinStandardHelpOptions = true)
  int list(@Mixin SettingsOption settings) throws IOException {
    try (Program program = settings.start()) {
      List<Item> items = program.get(PluginShelf.class).list();
      console
          .out()
          .printf("%-16s %-16s %-12s %-12s %s%n", "ID", "VERSION", "LICENCE", "SIGNED", "FILE");
      items.forEach(this::row);
      return ExitCode.DONE;
    }
  }

  private void row(Item item) {
    PluginManifest manifest = item.manifest();
    String signer = item.signer();
    console
        .out()
        .printf(
            "%-16s %-16s %-12s %-12s %s%n",
            manifest == null ? "-" : manifest.id(),
            manifest == null ? "-" : manifest.version(),
            manifest == null ? "-" : manifest.license(),
            signer == null ? "-" : signer,
            item.file() + (item.refusal() == null ? "" : " (refused: " + item.refusal() + ")"));
  }

  @Command(
      name = "install",
      description = {
        "Install a plugin from a zip, in place of its other versions.",
        "Its signature is expected beside it, as FILE.sig or URL.sig."
      },
      mixinStandardHelpOptions = true)
  int install(
      @Parameters(paramLabel = "FILE|URL") String source,
      @Option(
              names = "--sha256",
              paramLabel = "HEX",
              description =
                  "What the zip has to be; needed for http (not https) without a signature.")
          @Nullable String sha256,
      @Mixin SettingsOption settings)
      throws IOException, InterruptedException {
    try (Program program = settings.start()) {
      PluginShelf shelf = program.get(PluginShelf.class);
      Path folder = Files.createTempDirectory("stt-plugin");
      try {
        Path zip = bring(source, folder, program.settings().catalogs().reach());
        check(source, zip, sha256, shelf);
        Item item = shelf.install(zip);
        PluginManifest manifest = item.manifest();
        if (manifest != null) {
          console.note("%s %s is installed".formatted(manifest.id(), manifest.version()));
        }
      } finally {
        try (var files = Files.list(folder)) {
          files.forEach(file -> file.toFile().delete());
        }
        Files.deleteIfExists(folder);
      }
      return ExitCode.DONE;
    }
  }

  private Path bring(String source, Path folder, Reach reach)
      throws IOException, InterruptedException {
    String name = source.replaceAll("[?#].*", "").replaceAll(".*/", "");
    Path zip = folder.resolve(name.matches("[\\w.+-]{1,200}") ? name : "plugin.zip");
    if (source.matches("(?i)[a-z][a-z0-9+.-]+://.*")) {
      try (ProgressBar bar = console.bar(name)) {
        PluginDownload.fetch(reach, uri(source), zip, console.drawing(bar));
      }
      return zip;
    }
    Path file = Path.of(source);
    if (!Files.isRegularFile(file)) {
      throw new SpeechException(ErrorCode.INVALID_REQUEST, "there is no file " + source);
    }
    Files.copy(file, zip);
    Path signature = Path.of(source + ".sig");
    if (Files.isRegularFile(signature)) {
      Files.copy(signature, Path.of(zip + ".sig"), StandardCopyOption.REPLACE_EXISTING);
    }
    return zip;
  }

  private static URI uri(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new SpeechException(ErrorCode.INVALID_REQUEST, "not an address: " + text, e);
    }
  }

  private static void check(String source, Path zip, @Nullable String sha256, PluginShelf shelf)
      throws IOException {
    if (sha256 != null && !VerifiedCopy.sha256(zip).equals(sha256.toLowerCase(Locale.ROOT))) {
      throw new SpeechException(
          ErrorCode.INVALID_REQUEST, "the zip is not the one that --sha256 names");
    }
    if (sha256 == null
        && source.toLowerCase(Locale.ROOT).startsWith("http:")
        && shelf.look(zip).signer() == null) {
      throw new SpeechException(
          ErrorCode.INVALID_REQUEST,
          "what comes over http may have been changed on its way; name its --sha256, or use https");
    }
  }

  @Command(
      name = "remove",
      description = "Delete plugins, all versions of each.",
      mixinStandardHelpOptions = true)
  int remove(
      @Parameters(arity = "1..*", paramLabel = "ID|FILE") List<String> ids,
      @Mixin SettingsOption settings)
      throws IOException {
    try (Program program = settings.start()) {
      for (String id : ids) {
        for (String file : program.get(PluginShelf.class).remove(id)) {
          console.note(file + " is removed");
        }
      }
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "verify",
      description = "Read zips to their last byte and say whether they may run here.",
      mixinStandardHelpOptions = true)
  int verify(
      @Parameters(arity = "0..*", paramLabel = "FILE", description = "Default: all installed.")
          @Nullable List<Path> files,
      @Mixin SettingsOption settings)
      throws IOException {
    try (Program program = settings.start()) {
      PluginShelf shelf = program.get(PluginShelf.class);
      List<Item> items = new ArrayList<>();
      if (files == null || files.isEmpty()) {
        items.addAll(shelf.list());
      } else {
        files.forEach(file -> items.add(shelf.look(file)));
      }
      for (Item item : items) {
        String words = item.refusal() != null ? item.refusal() : signed(item.signer());
        console
            .out()
            .printf("%-8s %s: %s%n", item.refusal() == null ? "ok" : "refused", item.file(), words);
      }
      boolean allGood = items.stream().allMatch(item -> item.refusal() == null);
      return allGood ? ExitCode.DONE : ExitCode.BAD_INPUT;
    }
  }

  private static String signed(@Nullable String signer) {
    return signer == null ? "not signed" : "signed by " + signer;
  }
}
