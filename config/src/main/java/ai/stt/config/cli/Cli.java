package ai.stt.config.cli;

import ai.stt.config.settings.SettingsException;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands of {@code stt}. */
@Command(
    name = "stt",
    description = "A speech API of your own.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ServeCommand.class,
      TranscribeCommand.class,
      LiveCommand.class,
      EnhanceCommand.class,
      ModelsCommand.class,
      PluginsCommand.class,
      BundleCommand.class,
      AccountsCommand.class,
      CreditsCommand.class,
      DbCommand.class,
      DoctorCommand.class,
      RehearseCommand.class
    },
    footer = "%nState lives in $STT_HOME (default ~/.stt).")
public final class Cli {
  private Cli() {}

  /**
   * Runs one command.
   *
   * @return the exit code of the process
   */
  public static int run(String[] args) {
    return commandLine(Console.ofProcess()).execute(args);
  }

  static CommandLine commandLine(Console console) {
    var line = new CommandLine(new Cli(), new CommandFactory(console));
    line.setOut(
        new java.io.PrintWriter(console.out(), true, java.nio.charset.StandardCharsets.UTF_8));
    line.setErr(
        new java.io.PrintWriter(console.err(), true, java.nio.charset.StandardCharsets.UTF_8));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(
        (error, command, parsed) -> {
          tell(console, error);
          return ExitCode.of(error);
        });
    return line;
  }

  /** One sentence for what a caller can mend; the stack trace only for faults of ours. */
  static void tell(Console console, Throwable error) {
    switch (error) {
      case SpeechException e when e.code() != ErrorCode.INTERNAL -> console.note(e.getMessage());
      case SettingsException e -> console.note(String.valueOf(e.getMessage()));
      case InterruptedException e -> console.note("interrupted");
      case UncheckedIOException e when e.getCause() != null -> tell(console, e.getCause());
      case FileSystemException e when e.getFile() != null -> {
        console.note("%s cannot be used: %s".formatted(e.getFile(), reason(e)));
        LoggerFactory.getLogger(Cli.class).debug("refused by the file system", e);
      }
      case IOException e -> { // such as a full disk, which Java has no class for
        console.note("reading or writing failed: " + e.getMessage());
        LoggerFactory.getLogger(Cli.class).debug("input or output failed", e);
      }
      default -> {
        console.note("unexpected failure; this is a fault of the program");
        LoggerFactory.getLogger(Cli.class).error("unexpected failure", error);
      }
    }
  }

  private static String reason(FileSystemException e) {
    return switch (e) {
      case NoSuchFileException _ -> "there is no such file or folder";
      case AccessDeniedException _ -> "access is denied";
      default -> Objects.requireNonNullElse(e.getReason(), "the system refuses it");
    };
  }
}
