package ai.stt.model.deepfilternet;

/**
 * What the model is told of each frame: the level of each band and the lowest bins, both relative
 * to what they were lately (exponential means with a time constant of one second). One thread at a
 * time.
 */
final class Features {
  /** Bins that the model filters one by one: up to 4.8 kHz. */
  static final int BINS = 96;

  /** exp(-hop / one second), rounded as at training. */
  private static final float KEPT = 0.99f;

  private static final float BAND_RANGE_DB = 40;

  private final float[] meanDb = ramp(ErbBands.COUNT, -60, -90);
  private final float[] meanMagnitude = ramp(BINS, 0.001f, 0.0001f);

  /**
   * The features of the next frame.
   *
   * @param re spectrum from {@code at} on
   * @param im likewise
   * @param bands filled with {@link ErbBands#COUNT} numbers
   * @param binsRe filled with {@link #BINS} numbers
   * @param binsIm likewise
   */
  void next(float[] re, float[] im, int at, float[] bands, float[] binsRe, float[] binsIm) {
    ErbBands.power(re, im, at, bands);
    for (int band = 0; band < ErbBands.COUNT; band++) {
      float db = 10 * (float) Math.log10(bands[band] + 1e-10f);
      meanDb[band] = db * (1 - KEPT) + meanDb[band] * KEPT;
      bands[band] = (db - meanDb[band]) / BAND_RANGE_DB;
    }
    for (int k = 0; k < BINS; k++) {
      float x = re[at + k];
      float y = im[at + k];
      float magnitude = (float) Math.sqrt(x * x + y * y);
      meanMagnitude[k] = magnitude * (1 - KEPT) + meanMagnitude[k] * KEPT;
      float scale = 1 / (float) Math.sqrt(meanMagnitude[k]);
      binsRe[k] = x * scale;
      binsIm[k] = y * scale;
    }
  }

  private static float[] ramp(int count, float first, float last) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = first + i * (last - first) / (count - 1);
    }
    return values;
  }
}
