package ai.stt.config.e2e;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for what another process does. */
final class Waiting {
  private static final int LOOK_MILLIS = 20;

  private Waiting() {}

  /** Returns once the condition holds; fails when that takes longer. */
  static void until(Duration atMost, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + atMost.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("did not come true within " + atMost);
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }
}
