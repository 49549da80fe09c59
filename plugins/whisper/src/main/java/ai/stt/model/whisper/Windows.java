package ai.stt.model.whisper;

import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.audio.PcmSource;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a recording of any length into windows of at most 30 seconds, without the long silences.
 * Holds one window and one chunk. One thread at a time.
 */
final class Windows {
  private static final int LONG_SILENCE_SAMPLES = 5 * PcmChunk.SAMPLE_RATE_HZ;

  /** Silence that stays at the edges, since the level of a first consonant is low. */
  private static final int MARGIN_SAMPLES = PcmChunk.SAMPLE_RATE_HZ / 2;

  private final PcmSource source;
  private final int windowSamples;
  private final Runnable betweenReads;
  private float[] samples;
  private int size;
  private long startSample;
  private boolean ended;

  /**
   * Windows of a recording.
   *
   * @param betweenReads called before each read, to throw when the work is called off
   */
  Windows(PcmSource source, int windowSamples, Runnable betweenReads) {
    this.source = source;
    this.windowSamples = windowSamples;
    this.betweenReads = betweenReads;
    this.samples = new float[windowSamples];
  }

  /**
   * A piece of the recording.
   *
   * @param startSample where it starts in the recording
   * @param samples it
   */
  @SuppressWarnings("ArrayRecordComponent") // audio on its way to the engine
  record Window(long startSample, float[] samples) {}

  /**
   * The next window, from the first sample that was not skipped; the same again until something is
   * skipped.
   *
   * @return null when there is nothing but silence left
   */
  @Nullable Window next() throws InterruptedException {
    while (true) {
      fill();
      int silence = Loudness.silentPrefix(samples, size);
      if (silence == size) {
        if (ended) {
          skip(size);
          return null;
        }
        skip(size - MARGIN_SAMPLES);
      } else if (silence > LONG_SILENCE_SAMPLES) {
        skip(silence - MARGIN_SAMPLES);
      } else {
        return new Window(startSample, Arrays.copyOf(samples, soundingSize(silence)));
      }
    }
  }

  /** Marks samples from the start of the window as done. */
  void skip(int count) {
    int done = Math.min(count, size);
    System.arraycopy(samples, done, samples, 0, size - done);
    size -= done;
    startSample += done;
  }

  /** Where the last window starts; at the end, the length of the recording. */
  long position() {
    return startSample;
  }

  /** The window ends at a long silence, or where the audio that has been read does. */
  private int soundingSize(int from) {
    int silence =
        Loudness.longSilence(samples, from, Math.min(size, windowSamples), LONG_SILENCE_SAMPLES);
    return silence < 0 ? Math.min(size, windowSamples) : silence + MARGIN_SAMPLES;
  }

  private void fill() throws InterruptedException {
    while (!ended && size < windowSamples) {
      betweenReads.run();
      PcmChunk chunk = source.read();
      if (chunk == null) {
        ended = true;
      } else {
        add(chunk.samples());
      }
    }
  }

  private void add(float[] more) {
    if (size + more.length > samples.length) {
      samples = Arrays.copyOf(samples, size + more.length);
    }
    System.arraycopy(more, 0, samples, size, more.length);
    size += more.length;
  }
}
