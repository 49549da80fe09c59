package ai.stt.config.account;

import ai.stt.persistence.database.Database;
import ai.stt.persistence.database.DatabaseSettings;
import ai.stt.persistence.database.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;

/** A PostgreSQL of its own with all tables, empty. */
final class MigratedDatabase implements AutoCloseable {
  private final EmbeddedPostgres postgres;
  private final Database database;

  /** Starts one whose data lie in a folder. */
  MigratedDatabase(Path folder) throws IOException, InterruptedException {
    Path programs = Path.of("target", "postgresql").toAbsolutePath();
    postgres = EmbeddedPostgres.start(programs, folder.resolve("database"));
    database = new Database(settings());
    database.migrate();
  }

  Database database() {
    return database;
  }

  DatabaseSettings settings() {
    return DatabaseSettings.of(postgres);
  }

  @Override
  public void close() {
    database.close();
    postgres.close();
  }
}
