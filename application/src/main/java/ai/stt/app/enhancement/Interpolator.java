package ai.stt.app.enhancement;

/**
 * Sound at a whole multiple of its rate, by a windowed sinc that leaves the given samples as they
 * are. One channel, one thread.
 */
public final class Interpolator {
  /** Samples that each new one is made of. */
  private static final int TAPS = 24;

  /** How many samples what comes out is behind what went in, at the lower rate. */
  public static final int DELAY = TAPS / 2;

  private static final double KAISER_BETA = 7;

  private final int factor;
  private final float[] kernel;

  /** The last samples, twice in a row, so that they can be read without a break. */
  private final float[] history = new float[2 * TAPS];

  private int at;

  /** One that makes so many samples of each. */
  public Interpolator(int factor) {
    this.factor = factor;
    this.kernel = new float[factor * TAPS];
    for (int phase = 0; phase < factor; phase++) {
      double sum = 0;
      for (int tap = 0; tap < TAPS; tap++) {
        double distance = DELAY - 1 - tap + phase / (double) factor; // from the oldest sample on
        double value = sinc(distance) * kaiser(distance / DELAY);
        kernel[phase * TAPS + tap] = (float) value;
        sum += value;
      }
      for (int tap = 0; tap < TAPS; tap++) { // a constant stays what it is
        kernel[phase * TAPS + tap] /= (float) sum;
      }
    }
  }

  /**
   * Takes a sample.
   *
   * @param out filled from {@code to} on, {@code stride} apart, with the sample {@link #DELAY}
   *     before and the new ones between it and the next
   */
  public void next(float sample, float[] out, int to, int stride) {
    history[at] = sample;
    history[at + TAPS] = sample;
    at = (at + 1) % TAPS;
    for (int phase = 0; phase < factor; phase++) {
      float sum = 0;
      int row = phase * TAPS;
      for (int tap = 0; tap < TAPS; tap++) {
        sum += history[at + tap] * kernel[row + tap];
      }
      out[to + phase * stride] = sum;
    }
  }

  private static double sinc(double x) {
    return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
  }

  private static double kaiser(double x) {
    return bessel(KAISER_BETA * Math.sqrt(Math.max(0, 1 - x * x))) / bessel(KAISER_BETA);
  }

  /** The modified Bessel function of the first kind, order 0. */
  private static double bessel(double x) {
    double term = 1;
    double sum = 1;
    for (int k = 1; term > sum * 1e-12; k++) {
      term *= x / (2 * k) * x / (2 * k);
      sum += term;
    }
    return sum;
  }
}
