package ai.stt.model.gtcrn;

import ai.stt.plugin.engine.OnnxSession;
import ai.stt.plugin.enhancement.EnhancementOptions;
import ai.stt.plugin.enhancement.EnhancementStream;
import ai.stt.plugin.enhancement.Enhancer;

/** The model in memory. */
final class Gtcrn implements Enhancer {
  /** Samples between two frames; a frame is twice as long. */
  static final int HOP = 256;

  private final OnnxSession graph;

  Gtcrn(OnnxSession graph) {
    this.graph = graph;
  }

  @Override
  public int sampleRateHz() {
    return 16_000;
  }

  @Override
  public int delaySamples() {
    return 2 * HOP;
  }

  @Override
  public EnhancementStream open(EnhancementOptions options) {
    return new GtcrnStream(graph, options.untouched());
  }

  @Override
  public void close() {
    graph.close();
  }
}
