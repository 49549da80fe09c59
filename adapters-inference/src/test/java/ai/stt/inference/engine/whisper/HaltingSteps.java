package ai.stt.inference.engine.whisper;

import ai.onnxruntime.OrtException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Stands still when the second token is to be written, until it is told to go on. Thread-safe. */
final class HaltingSteps implements WatchedNetwork.Watcher {
  private final CountDownLatch stepsToTake = new CountDownLatch(2);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final List<Integer> windowsInSteps = new CopyOnWriteArrayList<>();

  boolean halted() {
    return stepsToTake.getCount() == 0;
  }

  void goOn() {
    goOn.countDown();
  }

  /** How many windows shared each step. */
  List<Integer> windowsInSteps() {
    return windowsInSteps;
  }

  @Override
  public void step(int rows, int place, int windows) throws OrtException {
    windowsInSteps.add(windows);
    stepsToTake.countDown();
    if (halted()) {
      try {
        goOn.await();
      } catch (InterruptedException e) {
        throw new OrtException("interrupted");
      }
    }
  }
}
