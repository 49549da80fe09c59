package ai.stt.app.enhancement;

/** A filter of second order, in transposed direct form II. One channel, one thread. */
final class Biquad {
  private final double b0;
  private final double b1;
  private final double b2;
  private final double a1;
  private final double a2;
  private double z1;
  private double z2;

  private Biquad(double b0, double b1, double b2, double a0, double a1, double a2) {
    this.b0 = b0 / a0;
    this.b1 = b1 / a0;
    this.b2 = b2 / a0;
    this.a1 = a1 / a0;
    this.a2 = a2 / a0;
  }

  /**
   * The first stage of the K weighting: a head lifts what is above 1.5 kHz by 4 dB. ITU-R BS.1770
   * prints coefficients for 48 kHz only; these are the analogue filter behind them (B. Bloch, as
   * published with libebur128), bilinearly transformed for any rate.
   */
  static Biquad headShelf(int sampleRateHz) {
    double k = Math.tan(Math.PI * 1681.974450955533 / sampleRateHz);
    double q = 0.7071752369554196;
    double high = Math.pow(10, 3.999843853973347 / 20);
    double middle = Math.pow(high, 0.4996667741545416);
    return new Biquad(
        high + middle * k / q + k * k,
        2 * (k * k - high),
        high - middle * k / q + k * k,
        1 + k / q + k * k,
        2 * (k * k - 1),
        1 - k / q + k * k);
  }

  /** The second stage of the K weighting: what is below 38 Hz hardly counts. */
  static Biquad lowCut(int sampleRateHz) {
    double k = Math.tan(Math.PI * 38.13547087602444 / sampleRateHz);
    double q = 0.5003270373238773;
    double a0 = 1 + k / q + k * k;
    return new Biquad(a0, -2 * a0, a0, a0, 2 * (k * k - 1), 1 - k / q + k * k);
  }

  double next(double x) {
    double y = b0 * x + z1;
    z1 = b1 * x - a1 * y + z2;
    z2 = b2 * x - a2 * y;
    return y;
  }
}
