package ai.stt.persistence.database;

import ai.stt.app.storage.Stores;
import ai.stt.app.storage.UnitOfWork;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionException;

/**
 * One transaction of the database per unit of work, at READ COMMITTED: who needs more locks a row.
 * One that PostgreSQL ends to resolve a deadlock is tried again. Thread-safe.
 */
public final class JdbiUnitOfWork implements UnitOfWork {
  private static final int MOST_TRIES = 5;
  private static final long FIRST_REST_MILLIS = 20;

  private final Database database;
  private final Map<Class<?>, Function<Handle, ?>> makers;

  private JdbiUnitOfWork(Database database, Map<Class<?>, Function<Handle, ?>> makers) {
    this.database = database;
    this.makers = Map.copyOf(makers);
  }

  /** A unit of work of this database; stores are added to the builder. */
  public static Builder on(Database database) {
    return new Builder(database);
  }

  @Override
  public <T> T in(Function<Stores, T> work) {
    return inTransaction(handle -> work.apply(new HandleStores(handle)));
  }

  @Override
  public <T> T unflushed(Function<Stores, T> work) {
    return inTransaction(
        handle -> {
          T result = work.apply(new HandleStores(handle));
          commitUnflushed(handle);
          return result;
        });
  }

  /** How it is written matters to the commit alone, and goes to the database together with it. */
  private static void commitUnflushed(Handle handle) {
    try (var commit =
        handle.getConnection().prepareStatement("set local synchronous_commit = off; commit")) {
      commit.execute();
    } catch (SQLException e) {
      throw new TransactionException("the commit failed", e);
    }
  }

  private <T> T inTransaction(Function<Handle, T> work) {
    for (int tries = 1; ; tries++) {
      try {
        return database.inTransaction(work);
      } catch (RuntimeException e) {
        if (tries == MOST_TRIES || !DatabaseErrors.undoneForOthers(e)) {
          throw e;
        }
        rest(tries);
      }
    }
  }

  /** A little longer each time, and never for as long as the other one. */
  private static void rest(int tries) {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(1, 1 + FIRST_REST_MILLIS * tries));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the next try is the caller's last chance to notice
    }
  }

  private final class HandleStores implements Stores {
    private final Handle handle;
    private final Map<Class<?>, Object> made = new HashMap<>();

    HandleStores(Handle handle) {
      this.handle = handle;
    }

    @Override
    public <S> S get(Class<S> kind) {
      return kind.cast(made.computeIfAbsent(kind, this::make));
    }

    private Object make(Class<?> kind) {
      Function<Handle, ?> maker = makers.get(kind);
      if (maker == null) {
        throw new IllegalArgumentException("no store is registered for " + kind.getSimpleName());
      }
      return maker.apply(handle);
    }
  }

  /** Collects the stores. */
  public static final class Builder {
    private final Database database;
    private final Map<Class<?>, Function<Handle, ?>> makers = new HashMap<>();

    private Builder(Database database) {
      this.database = database;
    }

    /** Adds a store, made anew for each transaction. */
    public <S> Builder with(Class<S> kind, Function<Handle, ? extends S> maker) {
      makers.put(kind, maker);
      return this;
    }

    /** The unit of work with the stores so far. */
    public JdbiUnitOfWork build() {
      return new JdbiUnitOfWork(database, makers);
    }
  }
}
