package ai.stt.inference.catalog.convert;

/**
 * The mel filter bank of Whisper: {@code librosa.filters.mel(sr=16000, n_fft=400, n_mels)}, that is
 * Slaney's mel scale (linear up to 1 kHz, logarithmic above) and area normalisation, rounded to f32
 * where librosa rounds.
 */
final class MelFilters {
  /** Frequency bins of a 400-point transform. */
  static final int BINS = 201;

  private static final double HERTZ_PER_BIN = 40;
  private static final double HIGHEST_HERTZ = 8000;
  private static final double HERTZ_PER_MEL = 200.0 / 3;
  private static final double LOG_START_HERTZ = 1000;
  private static final double LOG_START_MEL = 15;
  private static final double LOG_STEP = Math.log(6.4) / 27;

  private MelFilters() {}

  /**
   * The weights.
   *
   * @return {@code [mels * 201]}, one filter after the other
   */
  static float[] weights(int mels) {
    double[] hertz = edges(mels);
    float[] weights = new float[mels * BINS];
    for (int mel = 0; mel < mels; mel++) {
      double rise = hertz[mel + 1] - hertz[mel];
      double fall = hertz[mel + 2] - hertz[mel + 1];
      double area = 2.0 / (hertz[mel + 2] - hertz[mel]);
      for (int bin = 0; bin < BINS; bin++) {
        double at = bin * HERTZ_PER_BIN;
        double lower = -(hertz[mel] - at) / rise;
        double upper = (hertz[mel + 2] - at) / fall;
        float triangle = (float) Math.max(0, Math.min(lower, upper));
        weights[mel * BINS + bin] = (float) (triangle * area);
      }
    }
    return weights;
  }

  /** The filters' corners in hertz, evenly spaced in mels. */
  private static double[] edges(int mels) {
    double highest = LOG_START_MEL + Math.log(HIGHEST_HERTZ / LOG_START_HERTZ) / LOG_STEP;
    double step = highest / (mels + 1);
    double[] hertz = new double[mels + 2];
    for (int i = 0; i < hertz.length; i++) {
      double mel = i == mels + 1 ? highest : i * step;
      hertz[i] =
          mel < LOG_START_MEL
              ? mel * HERTZ_PER_MEL
              : LOG_START_HERTZ * Math.exp(LOG_STEP * (mel - LOG_START_MEL));
    }
    return hertz;
  }
}
