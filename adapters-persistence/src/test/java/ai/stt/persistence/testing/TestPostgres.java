package ai.stt.persistence.testing;

import ai.stt.persistence.database.Database;
import ai.stt.persistence.database.DatabaseSettings;
import ai.stt.persistence.database.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A server that starts with the first test that needs it and is gone with the JVM. */
public final class TestPostgres {
  /** Where the programs are unpacked: once per build. */
  public static final Path CACHE = Path.of("target", "postgresql").toAbsolutePath();

  private static final AtomicInteger DATABASES = new AtomicInteger();

  private TestPostgres() {}

  private static final class Holder {
    static final EmbeddedPostgres SERVER = start();
  }

  /** Settings of a new and empty database. */
  public static DatabaseSettings fresh(int connections) {
    String name = "test_" + DATABASES.incrementAndGet();
    EmbeddedPostgres server = Holder.SERVER;
    try (var connection =
            DriverManager.getConnection(server.url(), server.user(), server.password());
        var statement = connection.createStatement()) {
      statement.execute("create database " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return new DatabaseSettings(
        server.url(name), server.user(), server.password(), connections, Duration.ofSeconds(5));
  }

  /** A new database with all tables. */
  public static Database migrated() {
    var database = new Database(fresh(10));
    database.migrate();
    return database;
  }

  private static EmbeddedPostgres start() {
    try {
      Path folder = Files.createTempDirectory("stt-postgres-");
      EmbeddedPostgres server = EmbeddedPostgres.start(CACHE, folder.resolve("data"));
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    server.close();
                    delete(folder);
                  }));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> paths = Files.walk(folder)) {
      paths.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
