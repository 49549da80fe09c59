package ai.stt.app.speech;

import ai.stt.app.transcription.DecodedAudio;
import ai.stt.speech.audio.PcmChunk;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Left speaks in the even pairs of seconds, right in the odd ones, both in the seventh; between
 * their syllables they are silent. In chunks of a second.
 */
public final class StereoCall implements DecodedAudio {
  static final int RATE = PcmChunk.SAMPLE_RATE_HZ;

  final float[] left;
  final float[] right;
  private int at;
  private @Nullable Sides sides;

  private StereoCall(float[] left, float[] right) {
    this.left = left;
    this.right = right;
  }

  /**
   * A call.
   *
   * @param leak how much of a side is heard on the other, 1 for all
   */
  public static StereoCall of(double seconds, float leak) {
    var random = new Random(3);
    float[] left = new float[(int) (seconds * RATE)];
    float[] right = new float[left.length];
    for (int i = 0; i < left.length; i++) {
      int pair = i / RATE / 2;
      float syllable = i % 4_000 < 3_200 ? 0.1f : 0;
      float ofLeft = pair % 2 == 0 ? (float) random.nextGaussian() * syllable : 0;
      float ofRight = pair % 2 == 1 || pair == 6 ? (float) random.nextGaussian() * syllable : 0;
      left[i] = ofLeft + leak * ofRight;
      right[i] = ofRight + leak * ofLeft;
    }
    return new StereoCall(left, right);
  }

  /** The same from its start. */
  public StereoCall again() {
    return new StereoCall(left, right);
  }

  /** Noise of this level on both lines all the time, of each its own. */
  StereoCall hissing(double level) {
    var random = new Random(5);
    for (int i = 0; i < left.length; i++) {
      left[i] += (float) (random.nextGaussian() * level);
      right[i] += (float) (random.nextGaussian() * level);
    }
    return this;
  }

  /** Each syllable softer by up to 30 dB, and the right side heard on the left, too. */
  StereoCall varyingAndLeakingLeft(float leak) {
    var random = new Random(9);
    float loudness = 1;
    for (int i = 0; i < left.length; i++) {
      loudness = i % 4_000 == 0 ? (float) Math.pow(10, -1.5 * random.nextDouble()) : loudness;
      right[i] *= loudness;
      left[i] = left[i] * loudness + leak * right[i];
    }
    return this;
  }

  /** Behind so many seconds that sound on both sides alike, as a greeting does. */
  public StereoCall behind(int seconds) {
    var random = new Random(7);
    float[] l = new float[left.length + seconds * RATE];
    float[] r = new float[l.length];
    for (int i = 0; i < seconds * RATE; i++) {
      l[i] = (float) random.nextGaussian() * 0.1f;
      r[i] = 0.9f * l[i];
    }
    System.arraycopy(left, 0, l, seconds * RATE, left.length);
    System.arraycopy(right, 0, r, seconds * RATE, right.length);
    return new StereoCall(l, r);
  }

  /** The left side, and the same with its sign changed. */
  public static StereoCall opposite(double seconds) {
    float[] left = of(seconds, 0).left;
    float[] right = new float[left.length];
    for (int i = 0; i < left.length; i++) {
      right[i] = -left[i];
    }
    return new StereoCall(left, right);
  }

  @Override
  public OptionalDouble claimedDuration() {
    return OptionalDouble.of(PcmChunk.seconds(left.length));
  }

  @Override
  public @Nullable PcmChunk read() {
    if (at == left.length) {
      return null;
    }
    int end = Math.min(at + RATE, left.length);
    var now = new Sides(Arrays.copyOfRange(left, at, end), Arrays.copyOfRange(right, at, end));
    sides = now;
    var chunk = new PcmChunk(at, now.mixed());
    at = end;
    return chunk;
  }

  @Override
  public @Nullable Sides sides() {
    return sides;
  }

  @Override
  public void close() {}
}
