package ai.stt.inference.engine.whisper.graph;

/** How the numbers of a graph are held. */
public enum Precision {
  /** 32-bit real numbers, as the original computes on a CPU. */
  FP32,
  /**
   * 8-bit weights and activations. Where many rows are computed, each weight row and each
   * activation row has a scale; where few are, blocks of 64 have. The sound that the decoder
   * attends to is 8-bit as well. Only for processors whose sums of 8-bit products are exact.
   */
  INT8,
  /** 8-bit weights and activations by blocks of 64; the sound stays 32-bit. For any processor. */
  INT8_BLOCKS;

  /** What takes its place where sums of 8-bit products are not exact. */
  public Precision withoutExactSums() {
    return this == INT8 ? INT8_BLOCKS : this;
  }

  /** Whether the keys and values of the sound are 8-bit numbers with scales. */
  public boolean soundInBytes() {
    return this == INT8;
  }
}
