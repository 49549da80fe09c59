package ai.stt.app.enhancement;

/**
 * How far the sound between the samples goes, by fourfold oversampling as in ITU-R BS.1770-4, annex
 * 2. All channels of one sound; one thread.
 */
final class TruePeak {
  /** How many frames the answer is behind. */
  static final int DELAY = Interpolator.DELAY;

  private static final int FACTOR = 4;

  private final Interpolator[] channels;
  private final float[] points = new float[FACTOR];

  TruePeak(int channels) {
    this.channels = new Interpolator[channels];
    for (int c = 0; c < channels; c++) {
      this.channels[c] = new Interpolator(FACTOR);
    }
  }

  /**
   * Takes the next frame.
   *
   * @return the highest absolute value, on any channel, from the frame {@link #DELAY} before up to
   *     the one behind it
   */
  float next(float[] frames, int from) {
    float peak = 0;
    for (int c = 0; c < channels.length; c++) {
      channels[c].next(frames[from + c], points, 0, 1);
      for (float point : points) {
        peak = Math.max(peak, Math.abs(point));
      }
    }
    return peak;
  }
}
