package ai.stt.app.job;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Tells the threads of this server at once what they would else see at their next look: that there
 * is work, that a job has ended. Nothing depends on it but speed. Thread-safe.
 */
public final class JobNews {
  private CompletableFuture<Boolean> work = new CompletableFuture<>();
  private final ConcurrentHashMap<Long, Set<Waiter>> ends = new ConcurrentHashMap<>();

  private volatile boolean stopped;

  /** This server works no more; who waits for a job that has not ended waits for another server. */
  void stop() {
    stopped = true;
    List.copyOf(ends.keySet()).forEach(this::tellEnd);
  }

  /** Whether this server works no more. */
  boolean stopped() {
    return stopped;
  }

  /** Completes when there is more work; to be asked for before looking. */
  synchronized CompletableFuture<Boolean> nextWork() {
    return work;
  }

  /** Somebody who waits for an end. */
  static final class Waiter {
    private final CompletableFuture<Boolean> told = new CompletableFuture<>();

    /** Waits for news, or until the time is over: then it is false, and the caller looks itself. */
    boolean await(Duration atMost) throws InterruptedException {
      return JobNews.await(told, atMost);
    }
  }

  /** Is told when the job ends on this server; to be asked for before looking. */
  Waiter end(long id) {
    var waiter = new Waiter();
    ends.compute(
        id,
        (same, waiting) -> {
          Set<Waiter> all = waiting == null ? new HashSet<>() : waiting;
          all.add(waiter);
          return all;
        });
    return waiter;
  }

  /** Whether somebody on this server waits for the end of a job. */
  boolean awaited(long id) {
    return ends.containsKey(id);
  }

  /** Who asked for this end waits no more; others do. */
  void forget(long id, Waiter waiter) {
    ends.computeIfPresent(
        id, (same, waiting) -> waiting.remove(waiter) && waiting.isEmpty() ? null : waiting);
  }

  /** There is more work. */
  synchronized void tellWork() {
    work.complete(true);
    work = new CompletableFuture<>();
  }

  /** A job has ended. */
  void tellEnd(long id) {
    Set<Waiter> waiting = ends.remove(id);
    if (waiting != null) {
      waiting.forEach(waiter -> waiter.told.complete(true));
    }
  }

  /** Waits for news, or until the time is over: then it is false, and the caller looks itself. */
  static boolean await(CompletableFuture<Boolean> news, Duration atMost)
      throws InterruptedException {
    try {
      return news.get(Math.max(0, atMost.toNanos()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
