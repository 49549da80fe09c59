package ai.stt.app.enhancement;

import java.util.OptionalDouble;

/**
 * Integrated loudness by ITU-R BS.1770-4 and EBU R 128: K-weighted power in blocks of 400 ms that
 * overlap by three quarters, gated at -70 LUFS and at 10 LU below the mean of what is left. The
 * blocks are counted in steps of 0.01 LU, each with its exact power, so memory is constant and the
 * result off by less than a step. Mono and stereo. One thread at a time.
 */
public final class LoudnessMeter {
  private static final double ABSOLUTE_GATE_LUFS = -70;
  private static final double RELATIVE_GATE_LU = -10;
  private static final double OFFSET_LU = -0.691;
  private static final int STEPS_PER_LU = 100;
  private static final int STEPS = 100 * STEPS_PER_LU;

  private final int channels;
  private final Biquad[] shelves;
  private final Biquad[] cuts;
  private final int quarterFrames;

  /** Sums of squares of the last four quarters of a block. */
  private final double[] quarters = new double[4];

  private final long[] counts = new long[STEPS];
  private final double[] powers = new double[STEPS];
  private double current;
  private int currentFrames;
  private long quartersDone;

  /** A meter that has heard nothing. */
  public LoudnessMeter(int sampleRateHz, int channels) {
    this.channels = channels;
    this.quarterFrames = Math.round(sampleRateHz / 10f);
    this.shelves = new Biquad[channels];
    this.cuts = new Biquad[channels];
    for (int c = 0; c < channels; c++) {
      shelves[c] = Biquad.headShelf(sampleRateHz);
      cuts[c] = Biquad.lowCut(sampleRateHz);
    }
  }

  /** Hears whole frames, the channels in turn. */
  public void add(float[] frames) {
    for (int i = 0; i < frames.length; i += channels) {
      for (int c = 0; c < channels; c++) {
        double weighted = cuts[c].next(shelves[c].next(frames[i + c]));
        current += weighted * weighted;
      }
      if (++currentFrames == quarterFrames) {
        endQuarter();
      }
    }
  }

  /** The loudness of all that was heard, LUFS; empty when nothing was above the gates. */
  public OptionalDouble integratedLufs() {
    OptionalDouble ungated = mean(0);
    if (ungated.isEmpty()) {
      return ungated;
    }
    return mean(step(ungated.getAsDouble() + RELATIVE_GATE_LU));
  }

  private void endQuarter() {
    quarters[(int) (quartersDone++ % quarters.length)] = current;
    current = 0;
    currentFrames = 0;
    if (quartersDone >= quarters.length) {
      double power = 0;
      for (double quarter : quarters) {
        power += quarter;
      }
      power /= (double) quarters.length * quarterFrames;
      double loudness = loudness(power);
      if (loudness > ABSOLUTE_GATE_LUFS) {
        int step = step(loudness);
        counts[step]++;
        powers[step] += power;
      }
    }
  }

  private OptionalDouble mean(int fromStep) {
    long count = 0;
    double power = 0;
    for (int step = fromStep; step < STEPS; step++) {
      count += counts[step];
      power += powers[step];
    }
    return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(loudness(power / count));
  }

  private static int step(double lufs) {
    return Math.clamp((long) ((lufs - ABSOLUTE_GATE_LUFS) * STEPS_PER_LU), 0, STEPS - 1);
  }

  private static double loudness(double power) {
    return OFFSET_LU + 10 * Math.log10(power);
  }
}
