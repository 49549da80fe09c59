package ai.stt.app.enhancement;

import java.util.Arrays;

/**
 * Turns the sound down, on all channels alike, around places where its true peak would pass the
 * ceiling: from four milliseconds before, smoothly, and back up over some hundred. One thread.
 */
final class Limiter {
  private static final double LOOK_AHEAD_SECONDS = 0.004;
  private static final double RELEASE_SECONDS = 0.15;

  private final int channels;
  private final float ceiling;
  private final TruePeak peaks;
  private final double release;

  /** Frames of a smoothing; two of them follow each other. */
  private final int half;

  private final SlidingMinimum minimum;
  private final RunningMean first;
  private final RunningMean second;
  private final float[] delayed;
  private int at;
  private int toDrop;
  private double held = 1;

  /**
   * A limiter at the start of a sound.
   *
   * @param ceiling the highest absolute value between samples that is let through
   */
  Limiter(int sampleRateHz, int channels, float ceiling) {
    this.channels = channels;
    this.ceiling = ceiling;
    this.peaks = new TruePeak(channels);
    this.release = 1 - Math.exp(-1 / (RELEASE_SECONDS * sampleRateHz));
    this.half = Math.max(1, (int) (LOOK_AHEAD_SECONDS / 2 * sampleRateHz));
    int window = 2 * half;
    this.minimum = new SlidingMinimum(window + 1); // a peak also counts for the frame behind it
    this.first = new RunningMean(half);
    this.second = new RunningMean(half);
    int delay = TruePeak.DELAY + window - 1;
    this.delayed = new float[delay * channels];
    this.toDrop = delay;
  }

  /**
   * Takes whole frames and gives those that are ready, which may be fewer.
   *
   * @param gain that the frames get first
   */
  float[] feed(float[] frames, float gain) {
    float[] out = new float[frames.length];
    int given = 0;
    float[] frame = new float[channels];
    for (int i = 0; i < frames.length; i += channels) {
      for (int c = 0; c < channels; c++) {
        frame[c] = frames[i + c] * gain;
      }
      float allowed = (float) allowed(peaks.next(frame, 0));
      for (int c = 0; c < channels; c++) {
        float before = delayed[at];
        delayed[at] = frame[c];
        at = (at + 1) % delayed.length;
        if (toDrop == 0) {
          out[given++] = before * allowed;
        }
      }
      toDrop = Math.max(0, toDrop - 1);
    }
    return Arrays.copyOf(out, given);
  }

  /** Gives the rest. */
  float[] finish() {
    return feed(new float[delayed.length], 1);
  }

  /** The lowest gain ahead, let go slowly, and smoothed over no more than it was known ahead. */
  private double allowed(float peak) {
    double lowest = minimum.next(peak > ceiling ? ceiling / peak : 1);
    held = Math.min(lowest, held + (1 - held) * release);
    return second.next(first.next(held));
  }

  /** The lowest of the last numbers, each step in constant time on average. */
  private static final class SlidingMinimum {
    private final double[] values;
    private final long[] places;
    private int head;
    private int size;
    private long place;

    SlidingMinimum(int window) {
      this.values = new double[window];
      this.places = new long[window];
    }

    double next(double value) {
      if (size > 0 && places[head] <= place - values.length) {
        head = (head + 1) % values.length;
        size--;
      }
      while (size > 0 && values[(head + size - 1) % values.length] >= value) {
        size--;
      }
      int tail = (head + size++) % values.length;
      values[tail] = value;
      places[tail] = place++;
      return values[head];
    }
  }

  /** The mean of the last numbers, of which those before the first are 1. */
  private static final class RunningMean {
    private final double[] values;
    private int at;
    private double sum;

    RunningMean(int window) {
      this.values = new double[window];
      Arrays.fill(values, 1);
      this.sum = window;
    }

    double next(double value) {
      sum += value - values[at];
      values[at] = value;
      at = (at + 1) % values.length;
      return sum / values.length;
    }
  }
}
