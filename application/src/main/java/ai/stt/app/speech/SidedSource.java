package ai.stt.app.speech;

import ai.stt.speech.audio.PcmSource;
import org.jspecify.annotations.Nullable;

/** A recording that may have been made in stereo. */
public interface SidedSource extends PcmSource {
  /** The sides of the chunk read last; null when nobody asked for them or there is only one. */
  default @Nullable Sides sides() {
    return null;
  }

  /**
   * What one chunk is mixed of.
   *
   * @param left as many samples as the chunk
   * @param right likewise
   */
  @SuppressWarnings("ArrayRecordComponent") // samples on their way; equality is never asked for
  record Sides(float[] left, float[] right) {
    /** Checks that both are equally long. */
    public Sides {
      if (left.length != right.length) {
        throw new IllegalArgumentException("sides of different lengths");
      }
    }

    /** The sides of frames of a sample each, the left one first. */
    public static Sides of(float[] frames) {
      var left = new float[frames.length / 2];
      var right = new float[left.length];
      for (int i = 0; i < left.length; i++) {
        left[i] = frames[2 * i];
        right[i] = frames[2 * i + 1];
      }
      return new Sides(left, right);
    }

    /** Frames of a sample of each side, the left one first. */
    public float[] frames() {
      var frames = new float[2 * left.length];
      for (int i = 0; i < left.length; i++) {
        frames[2 * i] = left[i];
        frames[2 * i + 1] = right[i];
      }
      return frames;
    }

    /** Both sides in one. */
    public float[] mixed() {
      var both = new float[left.length];
      for (int i = 0; i < both.length; i++) {
        both[i] = (left[i] + right[i]) / 2;
      }
      return both;
    }
  }
}
