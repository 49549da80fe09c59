package ai.stt.app.text;

import ai.stt.app.scheduling.JobResult;
import ai.stt.app.scheduling.Priority;
import ai.stt.app.scheduling.WorkQueue;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The places for work on texts, apart from those for recordings: so many at once, so many that
 * wait. Work whose caller goes away is interrupted. Thread-safe.
 */
public final class TextWork implements AutoCloseable {
  private final WorkQueue queue;
  private final Duration look;

  /**
   * Places.
   *
   * @param grace how long running work may finish when this is closed
   * @param look time between two looks at whether a caller is still there
   * @param carry as {@link WorkQueue} takes it
   */
  public TextWork(
      TextSettings settings, Duration grace, Duration look, UnaryOperator<Runnable> carry) {
    this.queue = new WorkQueue(settings.concurrency(), settings.queue(), grace, carry);
    this.look = look;
  }

  /**
   * Does the work in a place of its own and waits for it.
   *
   * @param owner whose work it is; those of different owners take turns
   * @param work is interrupted when nobody waits for it any more
   * @param gone whether the caller has gone away; asked again and again
   * @throws SpeechException {@code OVERLOADED} when every place is taken, {@code CANCELED} when the
   *     caller went away, and what the work throws
   */
  public <T> T run(String owner, Callable<T> work, BooleanSupplier gone)
      throws InterruptedException {
    var task = new Task<>(work);
    var result = queue.submit(Priority.INTERACTIVE, owner, task);
    try {
      while (true) {
        Optional<T> done = JobResult.await(result, look, "work on the text");
        if (done.isPresent()) {
          return done.get();
        }
        if (gone.getAsBoolean()) {
          throw new SpeechException(ErrorCode.CANCELED, "the client has gone");
        }
      }
    } finally {
      task.cancel();
      result.cancel(false);
    }
  }

  /**
   * Gives the place of a thread that may never come back to another.
   *
   * @param why told to those who wait
   */
  public void giveUp(Thread thread, SpeechException why) {
    queue.giveUp(thread, why);
  }

  /** Requests that wait for a place. */
  public int waiting() {
    return queue.waiting();
  }

  /** Requests that are worked on. */
  public int running() {
    return queue.running();
  }

  @Override
  public void close() {
    queue.close();
  }

  /** Work that can be interrupted while it runs, and only then. */
  private static final class Task<T> implements Callable<T> {
    private final Callable<T> work;
    private @Nullable Thread runner;
    private boolean canceled;

    Task(Callable<T> work) {
      this.work = work;
    }

    @Override
    public T call() throws Exception {
      synchronized (this) {
        if (canceled) {
          throw new CancellationException();
        }
        runner = Thread.currentThread();
      }
      try {
        return work.call();
      } finally {
        synchronized (this) {
          runner = null;
          boolean _ = Thread.interrupted(); // meant for this work, not for the next in this place
        }
      }
    }

    synchronized void cancel() {
      canceled = true;
      if (runner != null) {
        runner.interrupt();
      }
    }
  }
}
