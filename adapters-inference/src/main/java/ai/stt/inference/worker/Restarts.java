package ai.stt.inference.worker;

import ai.stt.app.model.EnginesLost;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before the next process, the longer the more of them ended soon. Thread-safe.
 */
final class Restarts {
  private static final Duration LASTING = Duration.ofMinutes(1);
  private static final int MOST_DOUBLINGS = 6;

  /** Callers wait so long for a process. */
  private static final Duration SOON = Duration.ofSeconds(5);

  private final LongSupplier nanos;
  private int endedSoon;

  /** When the process that runs now was started; null when there is none. */
  private @Nullable Long startedNanos;

  private long dueNanos;

  Restarts() {
    this(System::nanoTime);
  }

  /** The same with another clock, in nanoseconds. */
  Restarts(LongSupplier nanos) {
    this.nanos = nanos;
    this.dueNanos = nanos.getAsLong();
  }

  synchronized void started() {
    startedNanos = nanos.getAsLong();
  }

  /**
   * One has ended, or could not be started; how long to wait before the next: 0, 1, 2, 4 ... 60 s.
   */
  synchronized Duration ended() {
    boolean lasted = startedNanos != null && nanos.getAsLong() - startedNanos > LASTING.toNanos();
    startedNanos = null;
    endedSoon = lasted ? 1 : endedSoon + 1;
    Duration delay =
        endedSoon == 1
            ? Duration.ZERO
            : Duration.ofSeconds(Math.min(60, 1L << Math.min(endedSoon - 2, MOST_DOUBLINGS)));
    dueNanos = nanos.getAsLong() + delay.toNanos();
    return delay;
  }

  /** Refuses those who would wait for long. */
  synchronized void requireSoon() {
    Duration left = Duration.ofNanos(dueNanos - nanos.getAsLong());
    if (left.compareTo(SOON) > 0) {
      throw EnginesLost.awaited(left);
    }
  }

  /** Runs something at once after a first end, else when the process has lasted for a while. */
  void whenLasting(BooleanSupplier runs, Runnable then) {
    boolean first;
    synchronized (this) {
      first = endedSoon <= 1;
    }
    if (first) {
      then.run();
      return;
    }
    Thread.startVirtualThread(
        () -> {
          try {
            Thread.sleep(LASTING);
            if (runs.getAsBoolean()) {
              then.run();
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }
}
