package ai.stt.inference.worker;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * How long to wait before the next process, the longer the more of them ended soon. Thread-safe.
 */
final class Restarts {
  private static final Duration LASTING = Duration.ofMinutes(1);
  private static final int MOST_DOUBLINGS = 6;

  /** Callers wait so long for a process. */
  private static final Duration SOON = Duration.ofSeconds(5);

  private int endedSoon;
  private long startedNanos = System.nanoTime();
  private long dueNanos = System.nanoTime();

  synchronized void started() {
    startedNanos = System.nanoTime();
  }

  /**
   * One has ended, or could not be started; how long to wait before the next: 0, 1, 2, 4 ... 60 s.
   */
  synchronized Duration ended() {
    boolean lasted = System.nanoTime() - startedNanos > LASTING.toNanos();
    endedSoon = lasted ? 1 : endedSoon + 1;
    Duration delay =
        endedSoon == 1
            ? Duration.ZERO
            : Duration.ofSeconds(Math.min(60, 1L << Math.min(endedSoon - 2, MOST_DOUBLINGS)));
    dueNanos = System.nanoTime() + delay.toNanos();
    return delay;
  }

  /** Refuses those who would wait for long. */
  synchronized void requireSoon() {
    Duration left = Duration.ofNanos(dueNanos - System.nanoTime());
    if (left.compareTo(SOON) > 0) {
      throw new SpeechException(
          ErrorCode.OVERLOADED,
          "the process that models run in ends again and again; try again later",
          left,
          null);
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
