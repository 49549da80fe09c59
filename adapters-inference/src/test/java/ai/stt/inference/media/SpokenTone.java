package ai.stt.inference.media;

import java.util.Random;

/**
 * A sound with the band and rhythm of speech that never repeats, so that a decoded copy can be
 * compared with it at one place only: sines at random frequencies under a slow envelope.
 */
final class SpokenTone {
  private static final int PARTIALS = 24;
  private static final double[] HERTZ = new double[PARTIALS];
  private static final double[] PHASE = new double[PARTIALS];

  static {
    Random random = new Random(7);
    for (int i = 0; i < PARTIALS; i++) {
      HERTZ[i] = 150 + 2_850 * random.nextDouble();
      PHASE[i] = 2 * Math.PI * random.nextDouble();
    }
  }

  private SpokenTone() {}

  /** The sound at any rate, from its start; peaks stay within [-1, 1]. */
  static float[] samples(int rateHz, double seconds) {
    float[] samples = new float[(int) Math.round(rateHz * seconds)];
    for (int i = 0; i < samples.length; i++) {
      double time = (double) i / rateHz;
      double sum = 0;
      for (int k = 0; k < PARTIALS; k++) {
        sum += Math.sin(2 * Math.PI * HERTZ[k] * time + PHASE[k]);
      }
      samples[i] = (float) (sum / PARTIALS * (0.6 + 0.4 * Math.sin(2 * Math.PI * 3 * time)));
    }
    return samples;
  }

  /** Where {@code heard} fits best: a positive lag in samples means that it comes late. */
  static Fit fit(float[] original, float[] heard, int maxLag) {
    Fit best = new Fit(0, -1);
    for (int lag = -maxLag; lag <= maxLag; lag++) {
      double correlation = correlation(original, heard, lag, maxLag);
      if (correlation > best.correlation()) {
        best = new Fit(lag, correlation);
      }
    }
    return best;
  }

  record Fit(int lag, double correlation) {}

  private static double correlation(float[] original, float[] heard, int lag, int margin) {
    double product = 0;
    double originalPower = 1e-12;
    double heardPower = 1e-12;
    int end = Math.min(Math.min(original.length, heard.length) - margin, margin + 12_000);
    for (int i = margin; i < end; i++) {
      double a = original[i];
      double b = heard[i + lag];
      product += a * b;
      originalPower += a * a;
      heardPower += b * b;
    }
    return product / Math.sqrt(originalPower * heardPower);
  }
}
