package ai.stt.model.pyannote;

import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.audio.PcmSource;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a recording into windows of {@value #SAMPLES} samples, each half over the one before; the
 * last is filled up with silence. Holds one window and one chunk.
 */
final class Windows {
  /** Ten seconds, as the segmentation was trained. */
  static final int SAMPLES = 10 * PcmChunk.SAMPLE_RATE_HZ;

  /** Every moment is heard twice; four times costs twice the time and gains a little. */
  static final int STEP = SAMPLES / 2;

  private final PcmSource audio;
  private float[] buffer = new float[SAMPLES];
  private int filled;
  private long start = -STEP;
  private long heard;
  private boolean ended;
  private @Nullable PcmChunk chunk;
  private int used;

  Windows(PcmSource audio) {
    this.audio = audio;
  }

  /** The next window, or null when all that was heard lies in those given out. */
  float @Nullable [] next() throws InterruptedException {
    if (start >= 0) {
      if (ended && start + SAMPLES >= heard) {
        return null;
      }
      buffer = Arrays.copyOfRange(buffer, STEP, STEP + SAMPLES);
      filled = Math.max(0, filled - STEP);
    }
    int before = filled;
    fill();
    start += STEP;
    return filled == before ? null : buffer;
  }

  private void fill() throws InterruptedException {
    while (filled < SAMPLES && !ended) {
      PcmChunk from = chunk;
      if (from == null || used == from.samples().length) {
        chunk = audio.read();
        used = 0;
        ended = chunk == null;
        continue;
      }
      int count = Math.min(SAMPLES - filled, from.samples().length - used);
      System.arraycopy(from.samples(), used, buffer, filled, count);
      used += count;
      filled += count;
      heard = from.startSample() + used;
    }
  }

  /** The first sample of the last window given out. */
  long start() {
    return start;
  }

  /** Samples of the recording up to the end of the last window. */
  long heardSamples() {
    return heard;
  }
}
