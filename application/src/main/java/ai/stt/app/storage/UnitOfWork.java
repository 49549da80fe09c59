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

  /** As {@link #in}, without a result. */
  default void run(Consumer<Stores> work) {
    in(
        stores -> {
          work.accept(stores);
          return true;
        });
  }
}
