package ai.stt.persistence.database;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** What the caller hears when the database fails. */
final class DatabaseErrors {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private DatabaseErrors() {}

  /** Runs the work; a database that is away becomes a {@code DEPENDENCY_FAILED}. */
  static <T extends @Nullable Object> T translating(Callable<T> work) {
    try {
      return work.call();
    } catch (SpeechException e) {
      throw e;
    } catch (Exception e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof SQLException sql && away(sql)) {
          throw new SpeechException(
              ErrorCode.DEPENDENCY_FAILED,
              "the database does not answer at the moment; try again shortly",
              RETRY_AFTER,
              e);
        }
      }
      throw e instanceof RuntimeException known ? known : new IllegalStateException(e);
    }
  }

  /** Whether a transaction was undone for others and may be run again: 40001, 40P01. */
  static boolean undoneForOthers(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql
          && ("40001".equals(sql.getSQLState()) || "40P01".equals(sql.getSQLState()))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Classes of SQLSTATE in PostgreSQL's manual, appendix A: 08 connection, 57P01..57P05 shutdown
   * and start-up, 53 resources such as connections and disk.
   */
  private static boolean away(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    return e instanceof SQLTransientConnectionException
        || state.startsWith("08")
        || state.startsWith("57P")
        || state.startsWith("53");
  }
}
