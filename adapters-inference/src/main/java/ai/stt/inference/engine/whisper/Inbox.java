package ai.stt.inference.engine.whisper;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.BooleanSupplier;

/**
 * What comes to the thread of a {@link SharedDecoder} from others: windows that wait for a seat,
 * and errands. Thread-safe.
 */
final class Inbox {
  private final List<Job> waiting = new ArrayList<>();
  private final Queue<Runnable> errands = new ArrayDeque<>();
  private boolean closed;
  private boolean ended;

  /** Puts a window in. */
  synchronized void put(Job job) {
    if (closed) {
      throw new IllegalStateException("the weights are closed");
    }
    waiting.add(job);
    notifyAll();
  }

  /** Has the thread look at once at what was canceled. */
  synchronized void wake() {
    notifyAll();
  }

  /** Runs something on the decoder's thread, or at once when that has ended. */
  void later(Runnable errand) {
    synchronized (this) {
      if (!ended) {
        errands.add(errand);
        notifyAll();
        return;
      }
    }
    errand.run();
  }

  /** Takes no more windows. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  /**
   * Runs errands until there is other work.
   *
   * @param busy whether the thread has work beside what waits
   * @param idle told before each time of waiting for work
   * @return false when there is nothing to do and never will be
   */
  boolean awaitWork(BooleanSupplier busy, Runnable idle) {
    while (true) {
      Runnable errand;
      synchronized (this) {
        waiting.removeIf(Job::canceled);
        errand = errands.poll();
        if (errand == null) {
          if (!waiting.isEmpty() || busy.getAsBoolean()) {
            return true;
          }
          if (closed) {
            return false;
          }
          idle.run();
          try {
            wait();
          } catch (InterruptedException e) {
            closed = true; // nobody interrupts this thread; if somebody did, end
          }
          continue;
        }
      }
      errand.run();
    }
  }

  /** The windows that wait, by arrival. */
  synchronized List<Job> waiting() {
    return List.copyOf(waiting);
  }

  /** Takes a window out. */
  synchronized void remove(Job job) {
    waiting.remove(job);
  }

  /** Whether somebody waits who is read along with. */
  synchronized boolean anyLive() {
    return waiting.stream().anyMatch(job -> job.live() && !job.canceled());
  }

  /** Whether a window that was listened to waits for a seat: of each owner only one, for memory. */
  synchronized boolean holdsSound(Object owner) {
    return waiting.stream()
        .anyMatch(job -> job.owner().equals(owner) && job.heard() != null && !job.canceled());
  }

  /** Closes, and gives the windows that wait to whoever tells their callers. */
  synchronized List<Job> drain() {
    closed = true;
    List<Job> all = List.copyOf(waiting);
    waiting.clear();
    return all;
  }

  /** The thread is about to end: runs the last errands; later ones run where they come from. */
  void end() {
    List<Runnable> last;
    synchronized (this) {
      ended = true;
      last = List.copyOf(errands);
      errands.clear();
    }
    last.forEach(Runnable::run);
  }
}
