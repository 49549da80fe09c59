package ai.stt.config.wiring;

import ai.stt.app.access.HeldPlaces;
import ai.stt.app.access.SharedCounts;
import ai.stt.app.account.Passwords;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.config.settings.DatabaseChoice;
import ai.stt.config.settings.Home;
import ai.stt.persistence.PlatformStores;
import ai.stt.persistence.access.JdbiSharedCounts;
import ai.stt.persistence.account.Argon2Passwords;
import ai.stt.persistence.database.Database;
import ai.stt.persistence.database.EmbeddedPostgres;
import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import java.nio.file.Path;
import java.time.InstantSource;

/** The database and the stores in it. A command that asks for none of them starts no database. */
final class PersistenceModule extends AbstractModule {
  private final Home home;
  private final DatabaseChoice choice;
  private final Role role;
  private final Closing closing;

  PersistenceModule(Home home, DatabaseChoice choice, Role role, Closing closing) {
    this.home = home;
    this.choice = choice;
    this.role = role;
    this.closing = closing;
  }

  /** Open, and not yet migrated. */
  @Provides
  @Singleton
  Database database() throws InterruptedException {
    return closing.later(new Database(choice.embedded() ? choice.of(embedded()) : choice.own()));
  }

  private EmbeddedPostgres embedded() throws InterruptedException {
    Path programs = home.cache().resolve("postgres");
    return closing.later(
        role == Role.SERVER
            ? EmbeddedPostgres.start(programs, home.database())
            : EmbeddedPostgres.joinOrStart(programs, home.database()));
  }

  @Provides
  @Singleton
  UnitOfWork work(Database database) {
    return PlatformStores.on(database);
  }

  @Provides
  @Singleton
  SharedCounts counts(Database database) {
    return new JdbiSharedCounts(database);
  }

  @Provides
  @Singleton
  HeldPlaces places(SharedCounts counts) {
    return new HeldPlaces(counts, InstantSource.system());
  }

  @Provides
  @Singleton
  Passwords passwords() {
    return new Argon2Passwords();
  }
}
