package ai.stt.app.live;

import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.audio.PcmSource;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The audio that is not settled yet, in whole frames with their probability of speech; never more
 * than it was made for. One thread.
 */
final class SpeechWindow {
  private static final int FRAME = PcmChunk.FRAME_SAMPLES;

  private final float[] samples;
  private final float[] speech;
  private int frames;
  private long startSample;

  SpeechWindow(int mostFrames) {
    samples = new float[mostFrames * FRAME];
    speech = new float[mostFrames];
  }

  /**
   * Adds a frame.
   *
   * @throws IllegalStateException when it is full
   */
  void add(float[] frame, float probability) {
    if (isFull()) {
      throw new IllegalStateException("the window is full");
    }
    System.arraycopy(frame, 0, samples, frames * FRAME, FRAME);
    speech[frames++] = probability;
  }

  boolean isFull() {
    return frames == speech.length;
  }

  /** How much it holds, in samples. */
  int length() {
    return frames * FRAME;
  }

  /** Where it starts in the stream. */
  long startSample() {
    return startSample;
  }

  /** Where it ends in the stream. */
  long endSample() {
    return startSample + length();
  }

  /** Forgets all but the last frames. */
  void keepLast(int count) {
    drop(Math.max(0, frames - count));
  }

  /** Forgets what came before a place of the stream, down to a whole frame. */
  void dropBefore(long sample) {
    drop(Math.clamp((sample - startSample) / FRAME, 0, frames));
  }

  /** A copy of what it holds between two places of the stream. */
  float[] samples(long from, long to) {
    int first = (int) Math.clamp(from - startSample, 0L, (long) length());
    int end = (int) Math.clamp(to - startSample, first, (long) length());
    return Arrays.copyOfRange(samples, first, end);
  }

  /** A copy to be recognised, which starts at 0. */
  PcmSource source() {
    return new OneChunk(
        new PcmChunk(0, Arrays.copyOf(samples, length()), Arrays.copyOf(speech, frames)));
  }

  private void drop(int count) {
    System.arraycopy(samples, count * FRAME, samples, 0, (frames - count) * FRAME);
    System.arraycopy(speech, count, speech, 0, frames - count);
    frames -= count;
    startSample += (long) count * FRAME;
  }

  private static final class OneChunk implements PcmSource {
    private @Nullable PcmChunk next;

    OneChunk(PcmChunk chunk) {
      next = chunk;
    }

    @Override
    public @Nullable PcmChunk read() {
      PcmChunk chunk = next;
      next = null;
      return chunk;
    }

    @Override
    public void close() {}
  }
}
