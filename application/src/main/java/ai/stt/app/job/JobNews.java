package ai.stt.app.job;

import java.time.Duration;
import java.util.List;
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
  private final ConcurrentHashMap<Long, CompletableFuture<Boolean>> ends =
      new ConcurrentHashMap<>();

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

  /** Completes when the job ends on this server; to be asked for before looking. */
  CompletableFuture<Boolean> end(long id) {
    return ends.computeIfAbsent(id, missing -> new CompletableFuture<>());
  }

  /** Nobody waits for this end any more. */
  void forget(long id) {
    ends.remove(id);
  }

  /** There is more work. */
  synchronized void tellWork() {
    work.complete(true);
    work = new CompletableFuture<>();
  }

  /** A job has ended. */
  void tellEnd(long id) {
    CompletableFuture<Boolean> end = ends.remove(id);
    if (end != null) {
      end.complete(true);
    }
  }

  /** Waits for news, or until the time is over. */
  static void await(CompletableFuture<Boolean> news, Duration atMost) throws InterruptedException {
    try {
      news.get(Math.max(0, atMost.toNanos()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      // then the caller looks itself
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
