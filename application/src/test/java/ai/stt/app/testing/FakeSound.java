package ai.stt.app.testing;

import ai.stt.app.enhancement.DecodedSound;
import java.util.Arrays;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Sound from an array, in chunks of a few thousand frames; counts how often it was closed. */
public final class FakeSound implements DecodedSound {
  private static final int CHUNK_FRAMES = 4_000;

  private final float[] frames;
  private final int sampleRateHz;
  private final int channels;
  private int at;
  private int closed;

  /** Sound whose channels come in turn. */
  public FakeSound(float[] frames, int sampleRateHz, int channels) {
    this.frames = frames;
    this.sampleRateHz = sampleRateHz;
    this.channels = channels;
  }

  @Override
  public int channels() {
    return channels;
  }

  @Override
  public OptionalDouble claimedDuration() {
    return OptionalDouble.of(frames.length / (double) channels / sampleRateHz);
  }

  @Override
  public float @Nullable [] read() {
    if (at == frames.length) {
      return null;
    }
    int end = Math.min(frames.length, at + CHUNK_FRAMES * channels);
    float[] chunk = Arrays.copyOfRange(frames, at, end);
    at = end;
    return chunk;
  }

  @Override
  public void close() {
    closed++;
  }

  /** How often it was closed. */
  public int closed() {
    return closed;
  }
}
