package ai.stt.plugin.signal;

/**
 * Spectra of frames that overlap by half, and sound out of spectra by overlap-add. With a window
 * whose square and its copy half a frame later add up to 1, what {@link #synthesise} makes of
 * unchanged spectra is the sound one hop late. Allocates nothing after construction. One thread at
 * a time.
 */
public final class LappedTransform {
  private final RealFft fft;
  private final float[] window;
  private final float[] frame;
  private final float[] before;
  private final float[] tail;
  private final int hop;

  /**
   * A transform at the start of a sound, with silence before it.
   *
   * @param window of the length of a frame, used on both ways
   */
  public LappedTransform(float[] window) {
    this.window = window.clone();
    this.fft = new RealFft(window.length);
    this.hop = window.length / 2;
    this.frame = new float[window.length];
    this.before = new float[hop];
    this.tail = new float[hop];
  }

  /** Frequencies of a spectrum. */
  public int bins() {
    return fft.bins();
  }

  /**
   * The spectrum of the frame of the hop before and this one.
   *
   * @param samples holds the hop from {@code from} on
   * @param re filled from {@code at} on
   * @param im filled from {@code at} on
   */
  public void analyse(float[] samples, int from, float[] re, float[] im, int at) {
    for (int i = 0; i < hop; i++) {
      frame[i] = before[i] * window[i];
      frame[hop + i] = samples[from + i] * window[hop + i];
    }
    System.arraycopy(samples, from, before, 0, hop);
    fft.forward(frame, re, im, at);
  }

  /**
   * The sound of the first half of this spectrum's frame, of which the spectrum before held the
   * rest.
   *
   * @param samples filled with one hop from {@code to} on
   */
  public void synthesise(float[] re, float[] im, float[] samples, int to) {
    fft.inverse(re, im, frame);
    float scale = 1f / fft.size();
    for (int i = 0; i < hop; i++) {
      samples[to + i] = frame[i] * window[i] * scale + tail[i];
      tail[i] = frame[hop + i] * window[hop + i] * scale;
    }
  }
}
