package ai.stt.model.gtcrn;

import static ai.stt.model.gtcrn.Gtcrn.HOP;

import ai.stt.plugin.engine.OnnxOutputs;
import ai.stt.plugin.engine.OnnxSession;
import ai.stt.plugin.engine.OnnxTensor;
import ai.stt.plugin.enhancement.HopStream;
import ai.stt.plugin.signal.LappedTransform;
import java.util.HashMap;
import java.util.Map;

/** One channel: each frame's spectrum goes through the graph, which takes its caches further. */
final class GtcrnStream extends HopStream {
  private static final int BINS = HOP + 1;
  private static final String NEXT = "_out";

  private final OnnxSession graph;
  private final float untouched;
  private final LappedTransform transform = new LappedTransform(window());
  private final Map<String, OnnxTensor> caches = new HashMap<>();
  private final float[] re = new float[BINS];
  private final float[] im = new float[BINS];

  /**
   * A channel at its start.
   *
   * @param untouched the part of the noisy sound that stays in the result, 0..1
   */
  GtcrnStream(OnnxSession graph, float untouched) {
    super(HOP, 1, 1);
    this.graph = graph;
    this.untouched = untouched;
    caches.put("conv_cache", OnnxTensor.of(new float[2 * 16 * 16 * 33], 2, 1, 16, 16, 33));
    caches.put("tra_cache", OnnxTensor.of(new float[2 * 3 * 16], 2, 3, 1, 1, 16));
    caches.put("inter_cache", OnnxTensor.of(new float[2 * 33 * 16], 2, 1, 33, 16));
  }

  @Override
  protected float[] process(float[] samples) {
    transform.analyse(samples, 0, re, im, 0);
    float[] mix = new float[2 * BINS];
    for (int k = 0; k < BINS; k++) {
      mix[2 * k] = re[k];
      mix[2 * k + 1] = im[k];
    }
    Map<String, OnnxTensor> inputs = new HashMap<>(caches);
    inputs.put("mix", OnnxTensor.of(mix, 1, BINS, 1, 2));
    OnnxOutputs outputs = graph.run(inputs);
    caches.replaceAll((name, before) -> outputs.get(name + NEXT));
    float[] enhanced = outputs.floats("enh");
    for (int k = 0; k < BINS; k++) {
      re[k] = enhanced[2 * k] * (1 - untouched) + re[k] * untouched;
      im[k] = enhanced[2 * k + 1] * (1 - untouched) + im[k] * untouched;
    }
    float[] out = new float[HOP];
    transform.synthesise(re, im, out, 0);
    return out;
  }

  /** The root of the periodic Hann window, as at training. */
  private static float[] window() {
    float[] window = new float[2 * HOP];
    for (int i = 0; i < window.length; i++) {
      window[i] = (float) Math.sin(Math.PI * i / window.length);
    }
    return window;
  }
}
