package ai.stt.config.cli;

import ai.stt.config.wiring.Program;
import ai.stt.persistence.database.Database;
import ai.stt.persistence.database.DatabaseBackup;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Looks after the database, embedded or configured; also while the server runs. */
@Command(
    name = "db",
    description = "Migrate, back up and restore the database.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class DbCommand {
  private final Console console;

  DbCommand(Console console) {
    this.console = console;
  }

  @Command(
      name = "migrate",
      description = "Bring the tables up to date, as every start of the server does.",
      mixinStandardHelpOptions = true)
  int migrate(@Mixin DatabaseOption database) {
    try (Program _ = database.start()) {
      console.note("the tables are up to date");
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "backup",
      description = "Write everything to a new file, as of one moment; the server may go on.",
      mixinStandardHelpOptions = true)
  int backup(@Parameters(paramLabel = "FILE") Path file, @Mixin DatabaseOption database)
      throws IOException {
    try (Program program = database.start()) {
      new DatabaseBackup(program.get(Database.class)).backup(file.toAbsolutePath());
      console.note("%s has %,d bytes".formatted(file, Files.size(file)));
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "restore",
      description = "Fill an empty database with a backup; stop the server before.",
      mixinStandardHelpOptions = true)
  int restore(@Parameters(paramLabel = "FILE") Path file, @Mixin DatabaseOption database)
      throws IOException {
    if (!Files.isReadable(file)) {
      throw new SpeechException(ErrorCode.INVALID_REQUEST, "cannot read the backup " + file);
    }
    try (Program program = database.start()) {
      new DatabaseBackup(program.get(Database.class)).restore(file);
      console.note("the backup is restored");
      return ExitCode.DONE;
    }
  }
}
