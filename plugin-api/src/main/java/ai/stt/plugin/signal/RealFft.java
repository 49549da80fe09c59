package ai.stt.plugin.signal;

/**
 * The discrete Fourier transform of real numbers and back, by a complex one of half the length.
 * Fast for lengths made of the factors 2, 3 and 5. Allocates nothing after construction. One thread
 * at a time.
 */
public final class RealFft {
  private final int half;
  private final ComplexFft complex;
  private final float[] cos;
  private final float[] sin;
  private final float[] re;
  private final float[] im;

  /**
   * A transform of one length.
   *
   * @param size even, with no prime factor above 5
   */
  public RealFft(int size) {
    if (size < 2 || size % 2 != 0) {
      throw new IllegalArgumentException("not an even length: " + size);
    }
    this.half = size / 2;
    this.complex = new ComplexFft(half);
    this.cos = new float[half + 1];
    this.sin = new float[half + 1];
    for (int k = 0; k <= half; k++) {
      cos[k] = (float) Math.cos(2 * Math.PI * k / size);
      sin[k] = (float) Math.sin(2 * Math.PI * k / size);
    }
    this.re = new float[half];
    this.im = new float[half];
  }

  /** Numbers that go in. */
  public int size() {
    return 2 * half;
  }

  /** Frequencies that come out, from 0 to half the sample rate. */
  public int bins() {
    return half + 1;
  }

  /**
   * X[k] = sum of x[n] exp(-2 pi i k n / size), for k = 0..size/2.
   *
   * @param outRe from {@code at} on, {@link #bins} numbers
   * @param outIm likewise
   */
  public void forward(float[] samples, float[] outRe, float[] outIm, int at) {
    for (int n = 0; n < half; n++) {
      re[n] = samples[2 * n];
      im[n] = samples[2 * n + 1];
    }
    complex.forward(re, im);
    for (int k = 0; k <= half; k++) {
      int a = k == half ? 0 : k;
      int b = k == 0 ? 0 : half - k;
      float evenRe = (re[a] + re[b]) / 2;
      float evenIm = (im[a] - im[b]) / 2;
      float oddRe = (im[a] + im[b]) / 2;
      float oddIm = (re[b] - re[a]) / 2;
      outRe[at + k] = evenRe + oddRe * cos[k] + oddIm * sin[k];
      outIm[at + k] = evenIm + oddIm * cos[k] - oddRe * sin[k];
    }
  }

  /**
   * The samples that {@link #forward} makes this spectrum of, times the length. The imaginary parts
   * of the first and the last frequency are taken for 0.
   *
   * @param samples filled with {@link #size} numbers
   */
  public void inverse(float[] inRe, float[] inIm, float[] samples) {
    for (int k = 0; k < half; k++) {
      int b = half - k;
      float aIm = k == 0 ? 0 : inIm[k];
      float bIm = k == 0 ? 0 : inIm[b];
      float evenRe = inRe[k] + inRe[b];
      float evenIm = aIm - bIm;
      float difRe = inRe[k] - inRe[b];
      float difIm = aIm + bIm;
      float oddRe = difRe * cos[k] - difIm * sin[k];
      float oddIm = difRe * sin[k] + difIm * cos[k];
      re[k] = evenRe - oddIm;
      im[k] = -(evenIm + oddRe); // the conjugate in and out turns the transform around
    }
    complex.forward(re, im);
    for (int n = 0; n < half; n++) {
      samples[2 * n] = re[n];
      samples[2 * n + 1] = -im[n];
    }
  }
}
