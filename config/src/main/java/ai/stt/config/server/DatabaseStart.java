package ai.stt.config.server;

import ai.stt.app.account.AdminAccount;
import ai.stt.app.key.NewKey;
import ai.stt.config.wiring.Program;
import ai.stt.persistence.chat.VectorTable;
import ai.stt.persistence.database.Database;
import ai.stt.platform.key.KeySecret;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets the database ready while the rest of the server starts: opens it, brings its tables up to
 * date and makes the operator's account. A configured database that is away is waited for in the
 * background; requests that need it are 503 until then.
 */
public final class DatabaseStart {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseStart.class);
  private static final Duration PAUSE = Duration.ofSeconds(3);

  private final Program program;
  private final Consumer<String> keyShown;
  private final CompletableFuture<Boolean> firstTry = new CompletableFuture<>();

  private DatabaseStart(Program program, Consumer<String> keyShown) {
    this.program = program;
    this.keyShown = keyShown;
  }

  /**
   * Begins.
   *
   * @param keyShown is told the operator's first key, once in the life of a database
   */
  public static DatabaseStart begin(Program program, Consumer<String> keyShown) {
    var start = new DatabaseStart(program, keyShown);
    Thread.ofPlatform().daemon().name("database-start").start(start::run);
    return start;
  }

  /**
   * Waits until the database is ready, or a configured one is known to be away.
   *
   * @throws SpeechException {@code DEPENDENCY_FAILED} when the embedded one does not start
   */
  public void await() {
    try {
      firstTry.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private void run() {
    try {
      boolean embedded = program.settings().database().embedded();
      while (!tryOnce(!embedded)) {
        firstTry.complete(false);
        Thread.sleep(PAUSE);
      }
      firstTry.complete(true);
    } catch (InterruptedException e) {
      firstTry.completeExceptionally(
          new SpeechException(ErrorCode.SHUTTING_DOWN, "the server is stopping", e));
    } catch (RuntimeException e) {
      if (!firstTry.completeExceptionally(e)) {
        LOG.error("the database cannot be used", e);
      }
    }
  }

  private boolean tryOnce(boolean patient) {
    try {
      Database database = program.get(Database.class);
      database.migrate();
      VectorTable.make(database);
      program.get(AdminAccount.class).ensure().map(NewKey::secret).ifPresent(this::show);
      return true;
    } catch (SpeechException e) {
      if (!patient || e.code() != ErrorCode.DEPENDENCY_FAILED) {
        throw e;
      }
      LOG.warn("the database is away; it is tried again every {} s", PAUSE.toSeconds());
      return false;
    }
  }

  private void show(KeySecret secret) {
    keyShown.accept(secret.reveal());
  }
}
