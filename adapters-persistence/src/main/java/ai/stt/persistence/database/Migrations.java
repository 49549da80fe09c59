package ai.stt.persistence.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.analytics.configuration.AnalyticsArgs;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.ui.LoggerUIService;
import org.jspecify.annotations.Nullable;

/**
 * Runs every file of {@code ai/stt/persistence/changelog}, in the order of their names, each change
 * once. The database remembers the fingerprint of the files that it has, so that a start without
 * news does not wait for Liquibase.
 */
final class Migrations {
  static final String CHANGE_LOG = "ai/stt/persistence/changelog.xml";

  /** Two servers must not comment at once; any number that nobody else locks. */
  private static final int LOCK = 734_511;

  private Migrations() {}

  /** Gives back whether anything had to be looked at. */
  static boolean run(Connection connection) throws Exception {
    String mine = ChangeLogs.fingerprint();
    if (mine.equals(remembered(connection))) {
      return false;
    }
    Map<String, Object> quietly =
        Map.of(
            Scope.Attr.ui.name(),
            new LoggerUIService(),
            AnalyticsArgs.ENABLED.getKey(),
            false, // nothing is told to anybody
            Scope.Attr.classLoader.name(),
            Migrations.class.getClassLoader());
    Scope.child(quietly, () -> update(connection));
    connection.setAutoCommit(true);
    try (var statement = connection.createStatement()) {
      statement.execute(
          """
          begin;
          select pg_advisory_xact_lock(%d);
          comment on table databasechangelog is '%s';
          commit
          """
              .formatted(LOCK, mine));
    }
    return true;
  }

  private static @Nullable String remembered(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "select obj_description(to_regclass('databasechangelog'), 'pg_class')")) {
      return row.next() ? row.getString(1) : null;
    }
  }

  @SuppressWarnings("resource") // closing either would close the connection or nothing
  private static void update(Connection connection) throws Exception {
    var files = new ClassLoaderResourceAccessor(Migrations.class.getClassLoader());
    var database =
        DatabaseFactory.getInstance()
            .findCorrectDatabaseImplementation(new JdbcConnection(connection));
    new Liquibase(CHANGE_LOG, files, database).update(new Contexts(), new LabelExpression());
  }
}
