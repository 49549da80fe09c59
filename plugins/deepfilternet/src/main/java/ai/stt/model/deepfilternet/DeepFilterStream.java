package ai.stt.model.deepfilternet;

import static ai.stt.model.deepfilternet.DeepFilterNet.HOP;
import static ai.stt.model.deepfilternet.DeepFilterNet.LOOK_AHEAD;

import ai.stt.plugin.engine.OnnxOutputs;
import ai.stt.plugin.enhancement.HopStream;
import ai.stt.plugin.signal.LappedTransform;
import java.util.Arrays;

/**
 * One channel: the bands above 4.8 kHz get a gain each, the bins below are filtered over five
 * frames, two of them ahead.
 */
final class DeepFilterStream extends HopStream {
  /** Frames in one run of the graph at most: a second, where the runtime's own work vanishes. */
  private static final int BATCH = 100;

  private static final int BINS = HOP + 1;
  private static final int ORDER = 5;

  /** Spectra that are kept from batch to batch: those around the frame that is put out. */
  private static final int KEPT = ORDER - 1;

  private final StatefulGraph graph;
  private final float untouched;
  private final Features features = new Features();
  private final LappedTransform transform = new LappedTransform(window());
  private final float[] re = new float[(KEPT + BATCH) * BINS];
  private final float[] im = new float[(KEPT + BATCH) * BINS];

  /** Of the frames before, then of the new ones. */
  private final float[] bands = new float[(StatefulGraph.FRAMES_BEFORE + BATCH) * ErbBands.COUNT];

  private final float[] featureRe =
      new float[(StatefulGraph.FRAMES_BEFORE + BATCH) * Features.BINS];
  private final float[] featureIm = featureRe.clone();
  private final float[] frameBands = new float[ErbBands.COUNT];
  private final float[] frameRe = new float[Features.BINS];
  private final float[] frameIm = new float[Features.BINS];
  private final float[] outRe = new float[BINS];
  private final float[] outIm = new float[BINS];
  private int unheard = LOOK_AHEAD;

  /**
   * A channel at its start.
   *
   * @param untouched the part of the noisy sound that stays in the result, 0..1
   */
  DeepFilterStream(StatefulGraph graph, float untouched) {
    super(HOP, LOOK_AHEAD + 1, BATCH);
    this.graph = graph;
    this.untouched = untouched;
  }

  @Override
  protected float[] process(float[] samples) {
    int frames = samples.length / HOP;
    // The frames at the very start are heard ahead only: the model starts with the third one.
    int skipped = Math.min(unheard, frames);
    unheard -= skipped;
    analyse(samples, frames, skipped);
    float[] out = new float[samples.length];
    if (frames > skipped) {
      OnnxOutputs results = run(frames - skipped);
      float[] gains = results.floats("m");
      float[] coefficients = results.floats("coefs");
      for (int frame = skipped; frame < frames; frame++) {
        filter(gains, coefficients, frame, frame - skipped);
        transform.synthesise(outRe, outIm, out, frame * HOP);
      }
    }
    System.arraycopy(re, frames * BINS, re, 0, KEPT * BINS);
    System.arraycopy(im, frames * BINS, im, 0, KEPT * BINS);
    return out;
  }

  private void analyse(float[] samples, int frames, int skipped) {
    for (int frame = 0; frame < frames; frame++) {
      int at = (KEPT + frame) * BINS;
      transform.analyse(samples, frame * HOP, re, im, at);
      for (int k = at; k < at + BINS; k++) { // the scale at training
        re[k] /= 2 * HOP;
        im[k] /= 2 * HOP;
      }
      features.next(re, im, at, frameBands, frameRe, frameIm);
      if (frame >= skipped) {
        int row = StatefulGraph.FRAMES_BEFORE + frame - skipped;
        System.arraycopy(frameBands, 0, bands, row * ErbBands.COUNT, ErbBands.COUNT);
        System.arraycopy(frameRe, 0, featureRe, row * Features.BINS, Features.BINS);
        System.arraycopy(frameIm, 0, featureIm, row * Features.BINS, Features.BINS);
      }
    }
  }

  private OnnxOutputs run(int frames) {
    int rows = StatefulGraph.FRAMES_BEFORE + frames;
    float[] bins = Arrays.copyOf(featureRe, 2 * rows * Features.BINS);
    System.arraycopy(featureIm, 0, bins, rows * Features.BINS, rows * Features.BINS);
    OnnxOutputs results = graph.run(Arrays.copyOf(bands, rows * ErbBands.COUNT), bins);
    keepLast(bands, ErbBands.COUNT, frames);
    keepLast(featureRe, Features.BINS, frames);
    keepLast(featureIm, Features.BINS, frames);
    return results;
  }

  /** The last rows become those before the next run's. */
  private static void keepLast(float[] rows, int width, int frames) {
    System.arraycopy(rows, frames * width, rows, 0, StatefulGraph.FRAMES_BEFORE * width);
  }

  /**
   * Makes the spectrum that is put out.
   *
   * @param frame the newest frame that it needs, in this batch; the one put out is {@code
   *     LOOK_AHEAD} before it
   * @param row of the graph's results
   */
  private void filter(float[] gains, float[] coefficients, int frame, int row) {
    int oldest = frame * BINS;
    int at = oldest + (KEPT - LOOK_AHEAD) * BINS;
    ErbBands.apply(gains, row * ErbBands.COUNT, re, im, at, outRe, outIm);
    for (int k = 0; k < Features.BINS; k++) {
      float x = 0;
      float y = 0;
      int c = (row * Features.BINS + k) * ORDER * 2;
      for (int tap = 0; tap < ORDER; tap++) {
        float a = re[oldest + tap * BINS + k];
        float b = im[oldest + tap * BINS + k];
        x += a * coefficients[c] - b * coefficients[c + 1];
        y += a * coefficients[c + 1] + b * coefficients[c];
        c += 2;
      }
      outRe[k] = x;
      outIm[k] = y;
    }
    for (int k = 0; k < BINS; k++) { // back to the scale of the sound
      outRe[k] = 2 * HOP * (outRe[k] * (1 - untouched) + re[at + k] * untouched);
      outIm[k] = 2 * HOP * (outIm[k] * (1 - untouched) + im[at + k] * untouched);
    }
  }

  /** The window of Vorbis: its square and that of its copy half a frame later add up to 1. */
  static float[] window() {
    float[] window = new float[2 * HOP];
    for (int i = 0; i < window.length; i++) {
      double sine = Math.sin(Math.PI * (i + 0.5) / window.length);
      window[i] = (float) Math.sin(Math.PI / 2 * sine * sine);
    }
    return window;
  }
}
