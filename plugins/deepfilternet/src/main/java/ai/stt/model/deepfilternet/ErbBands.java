package ai.stt.model.deepfilternet;

/**
 * The 32 bands of frequencies on the scale of equivalent rectangular bandwidths (B. Glasberg and B.
 * Moore, 1990), each of at least two bins.
 */
final class ErbBands {
  static final int COUNT = 32;

  private static final int MIN_BINS = 2;

  /** Where each band starts, and where the last one ends. */
  private static final int[] EDGES = edges();

  private ErbBands() {}

  /**
   * The mean power in each band.
   *
   * @param re from {@code at} on
   * @param im from {@code at} on
   */
  static void power(float[] re, float[] im, int at, float[] out) {
    for (int band = 0; band < COUNT; band++) {
      float sum = 0;
      for (int k = at + EDGES[band]; k < at + EDGES[band + 1]; k++) {
        sum += re[k] * re[k] + im[k] * im[k];
      }
      out[band] = sum / (EDGES[band + 1] - EDGES[band]);
    }
  }

  /**
   * A spectrum with a gain for each band.
   *
   * @param gains from {@code gainAt} on
   */
  static void apply(
      float[] gains, int gainAt, float[] re, float[] im, int at, float[] outRe, float[] outIm) {
    for (int band = 0; band < COUNT; band++) {
      float gain = gains[gainAt + band];
      for (int k = EDGES[band]; k < EDGES[band + 1]; k++) {
        outRe[k] = re[at + k] * gain;
        outIm[k] = im[at + k] * gain;
      }
    }
  }

  private static int[] edges() {
    double scale = 24.7 * 9.265;
    double nyquist = DeepFilterNet.SAMPLE_RATE_HZ / 2.0;
    double binHz = nyquist / DeepFilterNet.HOP;
    double step = 9.265 * Math.log1p(nyquist / scale) / COUNT;
    int[] edges = new int[COUNT + 1];
    int wanted = 0;
    int borrowed = 0;
    for (int band = 0; band < COUNT; band++) {
      int edge = (int) Math.round(scale * Math.expm1((band + 1) * step / 9.265) / binHz);
      int width = edge - wanted - borrowed;
      borrowed = Math.max(0, MIN_BINS - width);
      edges[band + 1] = edges[band] + Math.max(MIN_BINS, width);
      wanted = edge;
    }
    edges[COUNT] = DeepFilterNet.HOP + 1;
    return edges;
  }
}
