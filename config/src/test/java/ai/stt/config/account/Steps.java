package ai.stt.config.account;

import java.util.concurrent.CountDownLatch;

/** Stands still, with the whole process, at one step. Thread-safe. */
final class Steps {
  /** What the process says when it stands still. */
  static final String HERE = "stands still";

  private final String step;
  private final CountDownLatch never = new CountDownLatch(1);
  private volatile boolean standing;

  Steps(String step) {
    this.step = step;
  }

  /** Returns unless this is the step, or another thread stands still already. */
  void reached(String name) {
    if (name.equals(step) && !standing) {
      standing = true;
      System.out.println(HERE);
      System.out.flush();
    }
    if (standing) {
      try {
        never.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
