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
  }
}
