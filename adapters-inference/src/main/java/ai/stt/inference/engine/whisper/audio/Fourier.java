package ai.stt.inference.engine.whisper.audio;

/**
 * The discrete Fourier transform of 400 points of many signals at once, by Stockham's self-sorting
 * algorithm with radices 4, 4, 5, 5. The signals lie side by side, so that the inner loops run over
 * them and become vector instructions. One thread at a time.
 */
final class Fourier {
  static final int POINTS = 400;

  private static final int[] RADICES = {4, 4, 5, 5};

  private final int signals;
  private final double[][] factors = new double[RADICES.length][];
  private double[] re;
  private double[] im;
  private double[] nextRe;
  private double[] nextIm;

  /** A transform of so many complex signals. */
  Fourier(int signals) {
    this.signals = signals;
    this.re = new double[POINTS * signals];
    this.im = new double[POINTS * signals];
    this.nextRe = new double[POINTS * signals];
    this.nextIm = new double[POINTS * signals];
    int points = POINTS;
    for (int stage = 0; stage < RADICES.length; stage++) {
      factors[stage] = factors(points, RADICES[stage]);
      points /= RADICES[stage];
    }
  }

  /** Real parts, {@code [400, signals]}: input before, output after {@link #transform}. */
  double[] real() {
    return re;
  }

  /** Imaginary parts likewise. */
  double[] imaginary() {
    return im;
  }

  void transform() {
    int points = POINTS;
    int run = signals;
    for (int stage = 0; stage < RADICES.length; stage++) {
      pass(points, run, RADICES[stage], factors[stage]);
      run *= RADICES[stage];
      points /= RADICES[stage];
    }
  }

  /** The weights of input {@code j} in output {@code k} of butterfly {@code p}: cosine, sine. */
  private static double[] factors(int points, int radix) {
    int butterflies = points / radix;
    double[] table = new double[butterflies * radix * radix * 2];
    int at = 0;
    for (int p = 0; p < butterflies; p++) {
      for (int k = 0; k < radix; k++) {
        for (int j = 0; j < radix; j++) {
          double turns = (double) (j * k % radix) / radix + (double) (p * k) / points;
          table[at++] = Math.cos(2 * Math.PI * turns);
          table[at++] = -Math.sin(2 * Math.PI * turns);
        }
      }
    }
    return table;
  }

  private void pass(int points, int run, int radix, double[] table) {
    int butterflies = points / radix;
    int at = 0;
    for (int p = 0; p < butterflies; p++) {
      for (int k = 0; k < radix; k++) {
        int to = (radix * p + k) * run;
        set(p * run, to, run, table[at], table[at + 1]);
        at += 2;
        for (int j = 1; j < radix; j++) {
          add((p + butterflies * j) * run, to, run, table[at], table[at + 1]);
          at += 2;
        }
      }
    }
    double[] swap = re;
    re = nextRe;
    nextRe = swap;
    swap = im;
    im = nextIm;
    nextIm = swap;
  }

  private void set(int from, int to, int run, double cos, double sin) {
    double[] xr = re;
    double[] xi = im;
    double[] yr = nextRe;
    double[] yi = nextIm;
    for (int i = 0; i < run; i++) {
      yr[to + i] = xr[from + i] * cos - xi[from + i] * sin;
      yi[to + i] = xr[from + i] * sin + xi[from + i] * cos;
    }
  }

  private void add(int from, int to, int run, double cos, double sin) {
    double[] xr = re;
    double[] xi = im;
    double[] yr = nextRe;
    double[] yi = nextIm;
    for (int i = 0; i < run; i++) {
      yr[to + i] += xr[from + i] * cos - xi[from + i] * sin;
      yi[to + i] += xr[from + i] * sin + xi[from + i] * cos;
    }
  }
}
