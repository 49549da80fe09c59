package ai.stt.persistence.database;

import ai.stt.speech.error.SpeechException;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/**
 * A PostgreSQL database behind a pool of connections. It is opened without one, so a database that
 * is away at the start or goes away later makes calls fail with 503 until it is back, and nothing
 * has to be restarted. Thread-safe.
 */
public final class Database implements AutoCloseable {
  private final HikariDataSource pool;
  private final Jdbi jdbi;

  /** A database as configured. */
  public Database(DatabaseSettings settings) {
    var config = new HikariConfig();
    config.setPoolName("database");
    config.setJdbcUrl(settings.url());
    if (!settings.user().isEmpty()) {
      config.setUsername(settings.user());
    }
    if (!settings.password().isEmpty()) {
      config.setPassword(settings.password());
    }
    config.setMaximumPoolSize(settings.connections());
    config.setMinimumIdle(Math.min(2, settings.connections()));
    config.setConnectionTimeout(settings.patience().toMillis());
    config.setValidationTimeout(Math.min(1000, settings.patience().toMillis()));
    config.setInitializationFailTimeout(-1);
    config.addDataSourceProperty("ApplicationName", "stt");
    config.addDataSourceProperty("reWriteBatchedInserts", "true");
    config.addDataSourceProperty("connectTimeout", "5");
    config.addDataSourceProperty("socketTimeout", "60"); // seconds; a host that vanished
    config.addDataSourceProperty("tcpKeepAlive", "true");
    this.pool = new HikariDataSource(config);
    this.jdbi = Jdbi.create(pool);
  }

  /**
   * Brings the tables up to date, under a lock that servers starting at the same time share.
   *
   * @throws SpeechException {@code DEPENDENCY_FAILED} when the database does not answer
   */
  public void migrate() {
    DatabaseErrors.translating(
        () -> {
          try (var connection = pool.getConnection()) {
            Migrations.run(connection);
          }
          return null;
        });
  }

  /**
   * Does work in one transaction on one connection: all of it or, after an exception, nothing.
   *
   * @throws SpeechException {@code DEPENDENCY_FAILED} with a time to wait when the database does
   *     not answer; whatever else the work throws
   */
  public <T> T inTransaction(Function<Handle, T> work) {
    return DatabaseErrors.translating(() -> jdbi.inTransaction(work::apply));
  }

  /** As {@link #inTransaction}, without a result. */
  public void useTransaction(Consumer<Handle> work) {
    DatabaseErrors.translating(
        () -> {
          jdbi.useTransaction(work::accept);
          return null;
        });
  }

  /** Reads what there was at one moment, whatever others write meanwhile. */
  void useSnapshot(Consumer<Handle> work) {
    DatabaseErrors.translating(
        () -> {
          jdbi.useTransaction(TransactionIsolationLevel.REPEATABLE_READ, work::accept);
          return null;
        });
  }

  /** Whether the database answers now. */
  public boolean healthy() {
    try {
      return inTransaction(h -> h.createQuery("select 1").mapTo(Integer.class).one()) == 1;
    } catch (SpeechException e) {
      return false;
    }
  }

  /** Closes the connections. */
  @Override
  public void close() {
    pool.close();
  }
}
