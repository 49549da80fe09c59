package ai.stt.inference.plugin.testing;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for what happens on another thread. */
public final class Eventually {
  private Eventually() {}

  /** Returns once the condition holds; fails after 10 s. */
  public static void holds(Callable<Boolean> condition) throws Exception {
    holds(Duration.ofSeconds(10), condition);
  }

  /** Returns once the condition holds; fails when that takes longer. */
  public static void holds(Duration atMost, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + atMost.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("did not come true within " + atMost);
      }
      Thread.sleep(5);
    }
  }
}
