package ai.stt.inference.engine.whisper.graph;

/** How the numbers of a graph are held. */
public enum Precision {
  /** 32-bit real numbers, as the original computes on a CPU. */
  FP32,
  /**
   * 8-bit weights, quantised by blocks of 64; activations are quantised as they come, likewise, row
   * by row.
   */
  INT8,
  /** 16-bit real numbers, for a GPU. */
  FP16
}
