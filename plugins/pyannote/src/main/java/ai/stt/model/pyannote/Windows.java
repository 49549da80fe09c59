package ai.stt.model.pyannote;

import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.audio.PcmSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a recording into windows of {@value #SAMPLES} samples, one every {@value #STEP}; the last is
 * filled up with silence. Holds one window and one chunk.
 */
final class Windows {
  /** Ten seconds, as the segmentation was trained. */
  static final int SAMPLES = 10 * PcmChunk.SAMPLE_RATE_HZ;

  /** Every moment is heard four times: a window hears its ends worse than its middle. */
  static final int STEP = SAMPLES / 4;

  /**
   * What a window hears.
   *
   * @param start first sample in the recording
   * @param samples not to be changed
   * @param last whether no window follows
   */
  @SuppressWarnings("ArrayRecordComponent") // compact plain data; equality is never asked for
  record Sound(long start, float[] samples, boolean last) {}

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

  /** The next windows, at most so many; none when all that was heard lies in those given out. */
  List<Sound> next(int most) throws InterruptedException {
    List<Sound> sounds = new ArrayList<>();
    for (Sound sound = next(); sound != null; sound = sounds.size() < most ? next() : null) {
      sounds.add(sound);
    }
    return sounds;
  }

  private @Nullable Sound next() throws InterruptedException {
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
    boolean last = ended && start + SAMPLES >= heard;
    return filled == before ? null : new Sound(start, buffer, last);
  }

  /** Reads one chunk ahead, to know whether the recording ends with this window. */
  private void fill() throws InterruptedException {
    while (!ended) {
      PcmChunk from = chunk;
      if (from == null || used == from.samples().length) {
        chunk = audio.read();
        used = 0;
        ended = chunk == null;
        continue;
      }
      if (filled == SAMPLES) {
        return;
      }
      int count = Math.min(SAMPLES - filled, from.samples().length - used);
      System.arraycopy(from.samples(), used, buffer, filled, count);
      used += count;
      filled += count;
      heard = from.startSample() + used;
    }
  }

  /** Samples of the recording up to the end of the last window. */
  long heardSamples() {
    return heard;
  }
}
