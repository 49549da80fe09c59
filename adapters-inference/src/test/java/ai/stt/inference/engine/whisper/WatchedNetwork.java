package ai.stt.inference.engine.whisper;

import ai.onnxruntime.OrtException;
import ai.stt.inference.engine.whisper.graph.GraphFiles;
import ai.stt.inference.engine.whisper.graph.WhisperModel;

/** A network whose steps somebody watches, and may hold up or refuse. */
class WatchedNetwork extends Network {
  private final Watcher watcher;

  /** Is told of each step before it is made. */
  interface Watcher {
    /**
     * A step.
     *
     * @param rows hypotheses of all windows
     * @param place where the first one's last token stands
     * @param windows that share it
     */
    void step(int rows, int place, int windows) throws OrtException;
  }

  WatchedNetwork(WhisperModel model, GraphFiles files, int threads, Watcher watcher)
      throws OrtException {
    super(model, files, threads);
    this.watcher = watcher;
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
    watcher.step(tokens.length, places[0], windows);
    super.step(tokens, places, picks, sound, window, windows, text, row, to);
  }
}
