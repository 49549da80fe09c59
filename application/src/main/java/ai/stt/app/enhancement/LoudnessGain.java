package ai.stt.app.enhancement;

import java.io.IOException;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;

/**
 * The gain by which a sound gets its loudness. Where the limiter turns peaks down it takes loudness
 * away too, so what comes out of it is measured, and the gain raised by what is missing. One sound,
 * one thread.
 */
final class LoudnessGain {
  /** A recording so faint is not speech any more; louder would only be hiss. */
  private static final double MAX_GAIN_DB = 40;

  /** What the limiter takes is made up for to here; a sound that is all peaks stays softer. */
  private static final double MAX_MADE_UP_DB = 6;

  private static final double CLOSE_ENOUGH_LU = 0.2;
  private static final int MOST_PASSES = 3;

  /** Between samples a peak goes higher, by 3 dB at the most where there is speech. */
  private static final double NEAR_THE_LIMITER = 0.6;

  private final SpooledSound sound;
  private final int channels;
  private final BooleanSupplier canceled;

  /**
   * For a sound that is complete.
   *
   * @param canceled asked often; once true, {@link #find} is interrupted
   */
  LoudnessGain(SpooledSound sound, int channels, BooleanSupplier canceled) {
    this.sound = sound;
    this.channels = channels;
    this.canceled = canceled;
  }

  /**
   * Finds it, in up to three passes over the sound; in none where no peak comes near the limiter.
   *
   * @param lufs loudness of the sound; silence, which has none, stays what it is
   */
  float find(OptionalDouble lufs) throws IOException, InterruptedException {
    double wanted = EnhancedSound.LOUDNESS_LUFS;
    double first = Math.min(MAX_GAIN_DB, wanted - lufs.orElse(wanted));
    double most = first + MAX_MADE_UP_DB;
    boolean limited = sound.peak() * linear(first) > NEAR_THE_LIMITER && first < MAX_GAIN_DB;
    double gain = first;
    double slope = 1;
    double missing = limited ? missing(gain) : 0;
    for (int pass = 1; pass < MOST_PASSES && missing > CLOSE_ENOUGH_LU && gain < most; pass++) {
      double before = gain;
      gain = Math.min(most, gain + missing / slope);
      double left = missing(gain);
      slope = Math.clamp((missing - left) / (gain - before), 0.25, 1);
      missing = left;
    }
    return linear(Math.min(most, gain + Math.max(0, missing) / slope));
  }

  /** LU between what comes out of the limiter with this gain and what is wanted. */
  private double missing(double gainDb) throws IOException, InterruptedException {
    float gain = linear(gainDb);
    var limiter = EnhancedSound.limiter(channels);
    var meter = new LoudnessMeter(EnhancedSound.SAMPLE_RATE_HZ, channels);
    for (long at = 0; at < sound.samples(); ) {
      if (canceled.getAsBoolean() || Thread.currentThread().isInterrupted()) {
        throw new InterruptedException();
      }
      float[] chunk = sound.read(at);
      meter.add(limiter.feed(chunk, gain));
      at += chunk.length;
    }
    meter.add(limiter.finish());
    double wanted = EnhancedSound.LOUDNESS_LUFS;
    return wanted - meter.integratedLufs().orElse(wanted);
  }

  private static float linear(double db) {
    return (float) Math.pow(10, db / 20);
  }
}
