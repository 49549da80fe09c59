package ai.stt.model.whisper;

import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.audio.PcmSource;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a recording of any length into windows of at most 30 seconds that end in pauses, so that
 * each can be heard by itself. What is silent for long is left out. Where nobody has marked speech,
 * the level tells. Holds one window and one chunk. One thread at a time.
 */
final class PackedWindows {
  private static final int FRAME = PcmChunk.FRAME_SAMPLES;

  /** Silence inside of a window; more ends it. */
  private static final int LONG_SILENCE_FRAMES = 3 * PcmChunk.SAMPLE_RATE_HZ / FRAME;

  /** Silence that stays at the edges: 0.26 seconds. */
  private static final int MARGIN_FRAMES = 8;

  /** -66 dB of full scale: under the noise of any room. */
  private static final float SILENCE = 0.0005f;

  private static final float[] UNMARKED = new float[0];

  private final PcmSource source;
  private final int windowSamples;
  private final int windowFrames;
  private final Runnable betweenReads;
  private float[] samples;
  private float[] marks;
  private int size;
  private long startSample;
  private boolean marked;
  private boolean ended;

  /**
   * Windows of a recording.
   *
   * @param betweenReads called before each read, to throw when the work is called off
   */
  PackedWindows(PcmSource source, int windowSamples, Runnable betweenReads) {
    this.source = source;
    this.windowSamples = windowSamples;
    this.windowFrames = windowSamples / FRAME;
    this.betweenReads = betweenReads;
    this.samples = new float[windowSamples];
    this.marks = new float[Math.ceilDiv(windowSamples, FRAME)];
  }

  /**
   * A piece of the recording.
   *
   * @param startSample where it starts in the recording
   * @param samples it
   * @param speech its marks, empty when nobody has looked
   */
  @SuppressWarnings("ArrayRecordComponent") // audio on its way to the engine
  record Window(long startSample, float[] samples, float[] speech) {
    /** How long somebody speaks in it; all of it when nobody has looked. */
    double speechSeconds() {
      return speech.length == 0
          ? PcmChunk.seconds(samples.length)
          : PcmChunk.seconds((long) SpeechMarks.count(speech) * FRAME);
    }

    /** A part of it; marks go with whole frames. */
    Window between(int from, int to) {
      int frame = from / FRAME;
      int start = speech.length == 0 ? from : frame * FRAME;
      return new Window(
          startSample + start,
          Arrays.copyOfRange(samples, start, to),
          speech.length == 0
              ? speech
              : Arrays.copyOfRange(
                  speech, frame, Math.min(speech.length, Math.ceilDiv(to, FRAME))));
    }
  }

  /** The next window, or null when there is nothing but silence left. */
  @Nullable Window next() throws InterruptedException {
    while (true) {
      fill();
      int frames = Math.ceilDiv(size, FRAME);
      int first = firstSpeech(0, frames);
      if (first == frames) {
        if (ended) {
          drop(size);
          return null;
        }
        drop(Math.max(0, frames - MARGIN_FRAMES) * FRAME);
        continue;
      }
      int start = Math.max(0, first - MARGIN_FRAMES);
      if (start == 0) {
        return take(end(first, frames));
      }
      drop(start * FRAME); // and reads on, so that the window is as long as can be
    }
  }

  /** The samples that were passed on or left out; at the end, the length of the recording. */
  long position() {
    return startSample;
  }

  private Window take(int end) {
    int to = Math.min(size, end * FRAME);
    float[] speech = marked ? Arrays.copyOf(marks, Math.ceilDiv(to, FRAME)) : UNMARKED;
    var window = new Window(startSample, Arrays.copyOf(samples, to), speech);
    drop(to);
    return window;
  }

  /** The frame behind the window: at a long silence, at the end, or in the best pause. */
  private int end(int first, int frames) {
    int quiet = 0;
    for (int frame = first; frame < frames && frame < windowFrames; frame++) {
      quiet = isSpeech(frame) ? 0 : quiet + 1;
      if (quiet == LONG_SILENCE_FRAMES) {
        return frame + 1 - quiet + MARGIN_FRAMES;
      }
    }
    if (size <= windowSamples && ended) {
      return Math.min(frames, frames - quiet + MARGIN_FRAMES);
    }
    return quietest(windowFrames / 2, windowFrames);
  }

  /** The middle of the longest pause, or of the quietest third of a second if there is none. */
  private int quietest(int from, int to) {
    int best = -1;
    int longest = 4;
    int length = 0;
    for (int frame = from; frame < to; frame++) {
      length = isSpeech(frame) ? 0 : length + 1;
      if (length >= longest) {
        longest = length;
        best = frame - length / 2;
      }
    }
    if (best >= 0) {
      return best;
    }
    float least = Float.MAX_VALUE;
    for (int frame = from; frame + 10 < to; frame++) {
      float level = 0;
      for (int i = 0; i < 10; i++) {
        level += level(frame + i);
      }
      if (level <= least) {
        least = level;
        best = frame + 5;
      }
    }
    return best;
  }

  private int firstSpeech(int from, int to) {
    for (int frame = from; frame < to; frame++) {
      if (isSpeech(frame)) {
        return frame;
      }
    }
    return to;
  }

  private boolean isSpeech(int frame) {
    return marked ? marks[frame] >= SpeechMarks.SPEECH : level(frame) >= SILENCE;
  }

  private float level(int frame) {
    int from = frame * FRAME;
    int to = Math.min(size, from + FRAME);
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += samples[i] * samples[i];
    }
    return (float) Math.sqrt(sum / Math.max(1, to - from));
  }

  private void drop(int count) {
    int frames = Math.ceilDiv(count, FRAME);
    System.arraycopy(samples, count, samples, 0, size - count);
    System.arraycopy(marks, frames, marks, 0, marks.length - frames);
    size -= count;
    startSample += count;
  }

  /** Reads more than a window, so as to know whether it is the last. */
  private void fill() throws InterruptedException {
    while (!ended && size <= windowSamples) {
      betweenReads.run();
      PcmChunk chunk = source.read();
      if (chunk == null) {
        ended = true;
      } else {
        add(chunk);
      }
    }
  }

  private void add(PcmChunk chunk) {
    int end = size + chunk.samples().length;
    if (end > samples.length) {
      samples = Arrays.copyOf(samples, end);
      marks = Arrays.copyOf(marks, Math.ceilDiv(end, FRAME));
    }
    System.arraycopy(chunk.samples(), 0, samples, size, chunk.samples().length);
    if (startSample + size == 0) {
      marked = chunk.speech().length > 0;
    }
    if (marked) {
      System.arraycopy(chunk.speech(), 0, marks, size / FRAME, chunk.speech().length);
    }
    size = end;
  }
}
