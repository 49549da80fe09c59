package ai.stt.app.storage;

import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What happens together or not at all: finishing a job, for example, keeps the transcript, the
 * job's state, the ledger and the usage in one step. Work inside is short and talks to stores only;
 * a model never runs inside. Thread-safe.
 */
public interface UnitOfWork {
  /**
   * Runs the work; an exception undoes all of it. Work that meets other work in the same rows may
   * be undone and run again, so it changes nothing but the stores.
   *
   * @param work is given the stores, which are of no use after it
   * @return what the work returns
   * @throws ai.stt.speech.error.SpeechException {@code DEPENDENCY_FAILED} when the storage is away;
   *     whatever the work throws
   */
  <T> T in(Function<Stores, T> work);

  /**
   * As {@link #in}, but returns before what was written is safe on the disk: a power failure in the
   * next second may undo it, and then all that was written after it. An end of this process undoes
   * nothing. For what would only be done again.
   */
  default <T> T unflushed(Function<Stores, T> work) {
    return in(work);
  }

  /** As {@link #in}, without a result. */
  default void run(Consumer<Stores> work) {
    in(
        stores -> {
          work.accept(stores);
          return true;
        });
  }
}
