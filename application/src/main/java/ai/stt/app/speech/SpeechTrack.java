package ai.stt.app.speech;

import ai.stt.speech.audio.PcmChunk;
import java.util.Arrays;

/**
 * How probable speech is in each frame of a recording, a byte a frame: two kilobytes a minute. One
 * thread at a time.
 */
final class SpeechTrack {
  private byte[] frames = new byte[4096];
  private int count;

  void add(float[] probabilities) {
    if (count + probabilities.length > frames.length) {
      frames = Arrays.copyOf(frames, Math.max(2 * frames.length, count + probabilities.length));
    }
    for (float probability : probabilities) {
      frames[count++] = (byte) Math.round(probability * 100);
    }
  }

  /** The highest probability between two times in seconds; 1 where nobody has looked. */
  double highest(double from, double to) {
    double perSecond = PcmChunk.SAMPLE_RATE_HZ / (double) PcmChunk.FRAME_SAMPLES;
    int first = Math.max(0, (int) Math.floor(from * perSecond));
    int last = (int) Math.floor(to * perSecond);
    if (first >= count) {
      return 1;
    }
    int highest = 0;
    for (int frame = first; frame <= Math.min(last, count - 1); frame++) {
      highest = Math.max(highest, frames[frame]);
    }
    return highest / 100.0;
  }
}
