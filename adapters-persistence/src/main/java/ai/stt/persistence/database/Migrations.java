package ai.stt.persistence.database;

import java.sql.Connection;
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

/**
 * Runs every file of {@code ai/stt/persistence/changelog}, in the order of their names, each change
 * once.
 */
final class Migrations {
  private static final String CHANGE_LOG = "ai/stt/persistence/changelog.xml";

  private Migrations() {}

  static void run(Connection connection) throws Exception {
    Map<String, Object> quietly =
        Map.of(
            Scope.Attr.ui.name(),
            new LoggerUIService(),
            AnalyticsArgs.ENABLED.getKey(),
            false, // nothing is told to anybody
            Scope.Attr.classLoader.name(),
            Migrations.class.getClassLoader());
    Scope.child(quietly, () -> update(connection));
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
