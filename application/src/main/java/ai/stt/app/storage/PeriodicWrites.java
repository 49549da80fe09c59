package ai.stt.app.storage;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does small tasks again and again on one background thread, and once more when it closes: what is
 * collected in memory so that a request need not write, and what has to be renewed. A task that
 * fails is tried again the next time.
 */
public final class PeriodicWrites implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PeriodicWrites.class);
  private static final int CLOSE_SECONDS = 10;

  private final List<Runnable> tasks;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("periodic-writes").factory());

  /** Starts with the tasks; each is quick and safe beside the requests. */
  public PeriodicWrites(Duration period, List<Runnable> tasks) {
    this.tasks = List.copyOf(tasks);
    long millis = period.toMillis();
    var _ = executor.scheduleWithFixedDelay(this::runAll, millis, millis, TimeUnit.MILLISECONDS);
  }

  /** Does the tasks a last time. */
  @Override
  public void close() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        executor.shutdownNow();
      }
    } catch (InterruptedException e) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
    }
    runAll();
  }

  private void runAll() {
    for (Runnable task : tasks) {
      try {
        task.run();
      } catch (RuntimeException e) {
        LOG.warn("a periodic write failed and is tried again: {}", e.getMessage());
      }
    }
  }
}
