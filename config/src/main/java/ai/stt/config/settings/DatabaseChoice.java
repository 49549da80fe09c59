package ai.stt.config.settings;

import ai.stt.persistence.database.DatabaseSettings;
import ai.stt.persistence.database.EmbeddedPostgres;
import java.time.Duration;

/**
 * Which database.
 *
 * @param url JDBC URL of a PostgreSQL database; empty for the embedded one
 * @param user who logs in; empty when the URL says it
 * @param password of the user; empty when the URL or {@code .pgpass} says it
 * @param connections the most at once, 1..1000
 * @param patience how long a request waits for a connection, at least 250 ms
 */
public record DatabaseChoice(
    String url, String user, String password, int connections, Duration patience) {
  /** Checks all but the password. */
  public DatabaseChoice {
    var _ =
        new DatabaseSettings(
            url.isBlank() ? "jdbc:postgresql:" : url, user, password, connections, patience);
  }

  /** Whether no database is configured. */
  public boolean embedded() {
    return url.isBlank();
  }

  /** The database that is configured. */
  public DatabaseSettings own() {
    return new DatabaseSettings(url, user, password, connections, patience);
  }

  /** The database of an embedded server. */
  public DatabaseSettings of(EmbeddedPostgres server) {
    return new DatabaseSettings(
        server.url(), server.user(), server.password(), connections, patience);
  }

  /** Never shows the password. */
  @Override
  public String toString() {
    return "DatabaseChoice[embedded=%s]".formatted(embedded());
  }
}
