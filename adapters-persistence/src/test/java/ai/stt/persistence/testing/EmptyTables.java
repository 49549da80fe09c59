package ai.stt.persistence.testing;

import ai.stt.persistence.database.Database;
import java.util.List;

/** The database that the suites of the stores share; every test finds its tables empty. */
public final class EmptyTables {
  private EmptyTables() {}

  private static final class Holder {
    static final Database DATABASE = TestPostgres.migrated();
  }

  /** The database, emptied. */
  public static Database database() {
    Database database = Holder.DATABASE;
    database.useTransaction(
        h -> {
          List<String> tables =
              h.createQuery(
                      """
                      select quote_ident(table_name) from information_schema.tables
                      where table_schema = 'public' and table_type = 'BASE TABLE'
                        and table_name not like 'databasechangelog%'
                      """)
                  .mapTo(String.class)
                  .list();
          h.execute("truncate " + String.join(", ", tables) + " cascade");
        });
    return database;
  }
}
