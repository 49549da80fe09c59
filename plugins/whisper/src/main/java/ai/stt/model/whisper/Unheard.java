package ai.stt.model.whisper;

import ai.stt.speech.audio.PcmChunk;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds speech of a window for which the model wrote no words: a model passes over a phrase now and
 * then, most of all behind a pause.
 */
final class Unheard {
  /** Less speech between two segments is a breath or a word's end. */
  private static final int LEAST_FRAMES = PcmChunk.SAMPLE_RATE_HZ / PcmChunk.FRAME_SAMPLES;

  /** What is not shorter than its window by a second would be passed over again. */
  private static final int LEAST_PROGRESS = PcmChunk.SAMPLE_RATE_HZ;

  private static final int MARGIN = PcmChunk.SAMPLE_RATE_HZ / 5;

  private Unheard() {}

  /**
   * Samples from one to before another.
   *
   * @param segmentsBefore how many of the window's segments come before them
   */
  record Gap(int from, int to, int segmentsBefore) {}

  /**
   * The gaps of a window, in order.
   *
   * @param segments what was heard of it, in order
   */
  static List<Gap> of(PackedWindows.Window window, List<SpokenSegments.Spoken> segments) {
    List<Gap> gaps = new ArrayList<>();
    int heard = 0;
    for (int i = 0; i <= segments.size(); i++) {
      boolean last = i == segments.size();
      int next =
          last ? window.samples().length : sample(segments.get(i).words().getFirst().startMs());
      Gap gap = spoken(window, heard, next, i);
      if (gap.from() < gap.to()) {
        gaps.add(gap);
      }
      heard = last ? next : sample(segments.get(i).words().getLast().endMs());
    }
    return gaps;
  }

  /** The part between two words in which somebody speaks, empty when it is too short. */
  private static Gap spoken(PackedWindows.Window window, int heard, int next, int segmentsBefore) {
    float[] speech = window.speech();
    int first = Math.ceilDiv(heard, PcmChunk.FRAME_SAMPLES);
    int end = Math.min(next / PcmChunk.FRAME_SAMPLES, speech.length);
    int frames = 0;
    int from = end;
    int to = first;
    for (int frame = first; frame < end; frame++) {
      if (speech[frame] >= SpeechMarks.SPEECH) {
        frames++;
        from = Math.min(from, frame);
        to = frame + 1;
      }
    }
    int start = Math.max(heard, from * PcmChunk.FRAME_SAMPLES - MARGIN);
    int stop = Math.min(next, to * PcmChunk.FRAME_SAMPLES + MARGIN);
    boolean worth =
        frames >= LEAST_FRAMES && stop - start <= window.samples().length - LEAST_PROGRESS;
    return worth ? new Gap(start, stop, segmentsBefore) : new Gap(0, 0, segmentsBefore);
  }

  private static int sample(long ms) {
    return (int) (ms * PcmChunk.SAMPLE_RATE_HZ / 1000);
  }
}
