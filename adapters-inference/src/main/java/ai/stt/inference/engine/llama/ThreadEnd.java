package ai.stt.inference.engine.llama;

import java.time.Duration;

/** Waiting for the end of a thread, which an interrupt does not shorten. */
final class ThreadEnd {
  private ThreadEnd() {}

  /**
   * Waits; the caller is interrupted afterwards when it was meanwhile.
   *
   * @return whether the thread has ended
   */
  static boolean await(Thread thread, Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    boolean interrupted = false;
    long left = atMost.toNanos();
    while (thread.isAlive() && left > 0) {
      try {
        thread.join(Duration.ofNanos(left));
      } catch (InterruptedException e) {
        interrupted = true;
      }
      left = end - System.nanoTime();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }
}
