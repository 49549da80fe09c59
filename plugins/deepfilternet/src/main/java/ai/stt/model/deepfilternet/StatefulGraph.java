package ai.stt.model.deepfilternet;

import ai.stt.plugin.engine.OnnxOutputs;
import ai.stt.plugin.engine.OnnxSession;
import ai.stt.plugin.engine.OnnxTensor;
import java.util.HashMap;
import java.util.Map;

/** The graph with the state of one stream, which each run takes further. One thread at a time. */
final class StatefulGraph {
  /** Frames that the first convolutions hear in front of the new ones. */
  static final int FRAMES_BEFORE = 2;

  private static final String NEXT = "_next";
  private static final int HIDDEN = 256;
  private static final int RECURRENT_LAYERS = 5;
  private static final int CHANNELS = 64;
  private static final int PATHWAY_FRAMES = 4;

  private final OnnxSession graph;
  private final Map<String, OnnxTensor> states = new HashMap<>();

  /** The graph at the start of a sound. */
  StatefulGraph(OnnxSession graph) {
    this.graph = graph;
    for (int i = 0; i < RECURRENT_LAYERS; i++) {
      states.put("state_" + i, OnnxTensor.of(new float[HIDDEN], 1, 1, HIDDEN));
    }
    states.put(
        "c0_before",
        OnnxTensor.of(
            new float[CHANNELS * PATHWAY_FRAMES * Features.BINS],
            1,
            CHANNELS,
            PATHWAY_FRAMES,
            Features.BINS));
  }

  /**
   * Runs on the next frames.
   *
   * @param bands [S+2, 32]
   * @param bins [2, S+2, 96], the real parts, then the imaginary parts
   * @return {@code m}, the gains [S, 32], and {@code coefs} [S, 96, 5, 2]
   */
  OnnxOutputs run(float[] bands, float[] bins) {
    int frames = bands.length / ErbBands.COUNT;
    Map<String, OnnxTensor> inputs = new HashMap<>(states);
    inputs.put("feat_erb", OnnxTensor.of(bands, 1, 1, frames, ErbBands.COUNT));
    inputs.put("feat_spec", OnnxTensor.of(bins, 1, 2, frames, Features.BINS));
    OnnxOutputs outputs = graph.run(inputs);
    states.replaceAll((name, before) -> outputs.get(name + NEXT));
    return outputs;
  }
}
