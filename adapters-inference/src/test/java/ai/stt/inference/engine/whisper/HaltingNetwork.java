package ai.stt.inference.engine.whisper;

import ai.onnxruntime.OrtException;
import ai.stt.inference.engine.whisper.graph.GraphFiles;
import ai.stt.inference.engine.whisper.graph.WhisperModel;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Stands still when it is to write the second token, until it is told to go on. Thread-safe. */
final class HaltingNetwork extends Network {
  private final CountDownLatch stepsToTake = new CountDownLatch(2);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final List<Integer> windowsInSteps = new CopyOnWriteArrayList<>();

  HaltingNetwork(WhisperModel model, GraphFiles files, int threads) throws OrtException {
    super(model, files, threads);
  }

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
  void step(
      int[][] tokens,
      int[] places,
      int[] picks,
      HeardSound sound,
      int window,
      int windows,
      WrittenText text,
      int row,
      StepScores to)
      throws OrtException {
    windowsInSteps.add(windows);
    stepsToTake.countDown();
    if (halted()) {
      try {
        goOn.await();
      } catch (InterruptedException e) {
        throw new OrtException("interrupted");
      }
    }
    super.step(tokens, places, picks, sound, window, windows, text, row, to);
  }
}
