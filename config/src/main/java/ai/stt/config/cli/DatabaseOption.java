package ai.stt.config.cli;

import ai.stt.config.wiring.Program;
import ai.stt.persistence.database.Database;
import picocli.CommandLine.Mixin;

/** The option of commands that work on the database, beside a running server or without one. */
final class DatabaseOption {
  @Mixin private SettingsOption settings = new SettingsOption();

  /** The program with a database whose tables are there. The caller closes it. */
  Program start() {
    Program program = settings.start();
    boolean ready = false;
    try {
      program.get(Database.class).migrate();
      ready = true;
      return program;
    } finally {
      if (!ready) {
        program.close();
      }
    }
  }
}
