package ai.stt.inference.registry;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How often in a row a model has found the device full, whichever time it was loaded. A model that
 * finds nothing else is at fault itself, and moves no others any more. Thread-safe.
 */
final class FullDevice {
  private static final int MOST = 6;

  private final AtomicInteger inARow = new AtomicInteger();

  void met() {
    inARow.accumulateAndGet(1, (times, one) -> Math.min(MOST, times + one));
  }

  void worked() {
    if (inARow.get() != 0) {
      inARow.set(0);
    }
  }

  /** What a failure means for this model. */
  DeviceFault judged(DeviceFault fault) {
    boolean always = fault == DeviceFault.OUT_OF_MEMORY && inARow.get() >= MOST;
    return always ? DeviceFault.NONE : fault;
  }
}
