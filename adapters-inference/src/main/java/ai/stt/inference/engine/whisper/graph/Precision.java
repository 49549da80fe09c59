package ai.stt.inference.engine.whisper.graph;

/** How the numbers of a graph are held. */
public enum Precision {
  /** 32-bit real numbers, as the original computes on a CPU. */
  FP32,
  /**
   * 8-bit weights, quantised by output channel in the encoder and by blocks of 64 in the decoder;
   * activations are quantised as they come, by window in the encoder and by row in the decoder.
   */
  INT8,
  /** 16-bit real numbers, for a GPU. */
  FP16
}
