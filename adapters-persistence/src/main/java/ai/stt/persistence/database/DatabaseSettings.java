package ai.stt.persistence.database;

import java.time.Duration;

/**
 * Where the database is and how it is used.
 *
 * @param url JDBC URL of a PostgreSQL database, {@code jdbc:postgresql://host/name}
 * @param user who logs in; empty when the URL says it
 * @param password the user's; empty when the URL or {@code .pgpass} says it
 * @param connections the most at once, 1..1000
 * @param patience how long a caller waits for a connection, at least 250 ms
 */
public record DatabaseSettings(
    String url, String user, String password, int connections, Duration patience) {
  private static final Duration LEAST_PATIENCE = Duration.ofMillis(250);

  /** Checks the URL's kind and the numbers. */
  public DatabaseSettings {
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new IllegalArgumentException(
          "database.url: give it as jdbc:postgresql://host:port/name");
    }
    if (connections < 1 || connections > 1000) {
      throw new IllegalArgumentException("database.connections is in 1..1000");
    }
    if (patience.compareTo(LEAST_PATIENCE) < 0) {
      throw new IllegalArgumentException("database.patience is at least 250ms");
    }
  }

  /** A server of our own, with ten connections. */
  public static DatabaseSettings of(EmbeddedPostgres server) {
    return new DatabaseSettings(
        server.url(), server.user(), server.password(), 10, Duration.ofSeconds(5));
  }

  /** Never shows the password. */
  @Override
  public String toString() {
    return "DatabaseSettings[connections=%d, patience=%s]".formatted(connections, patience);
  }
}
