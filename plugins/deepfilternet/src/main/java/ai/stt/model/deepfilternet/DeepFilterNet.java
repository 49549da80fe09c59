package ai.stt.model.deepfilternet;

import ai.stt.plugin.engine.OnnxSession;
import ai.stt.plugin.enhancement.EnhancementOptions;
import ai.stt.plugin.enhancement.EnhancementStream;
import ai.stt.plugin.enhancement.Enhancer;

/** The model in memory. */
final class DeepFilterNet implements Enhancer {
  static final int SAMPLE_RATE_HZ = 48_000;

  /** Samples between two frames; a frame is twice as long. */
  static final int HOP = 480;

  /** Frames that the model hears ahead. */
  static final int LOOK_AHEAD = 2;

  private final OnnxSession graph;

  DeepFilterNet(OnnxSession graph) {
    this.graph = graph;
  }

  @Override
  public int sampleRateHz() {
    return SAMPLE_RATE_HZ;
  }

  @Override
  public int delaySamples() {
    return (LOOK_AHEAD + 2) * HOP;
  }

  @Override
  public EnhancementStream open(EnhancementOptions options) {
    return new DeepFilterStream(new StatefulGraph(graph), options.untouched());
  }

  @Override
  public void close() {
    graph.close();
  }
}
