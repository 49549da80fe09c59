package ai.stt.app.testing;

import ai.stt.app.transcription.DecodedAudio;
import ai.stt.speech.audio.PcmChunk;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Silence of a given length, in chunks of one second; counts how often it was closed. */
public final class FakeAudio implements DecodedAudio {
  private final long samples;
  private long at;
  private int closed;

  /** Silence of {@code seconds}. */
  public FakeAudio(double seconds) {
    this.samples = Math.round(seconds * PcmChunk.SAMPLE_RATE_HZ);
  }

  @Override
  public OptionalDouble claimedDuration() {
    return OptionalDouble.of(PcmChunk.seconds(samples));
  }

  @Override
  public @Nullable PcmChunk read() {
    if (at == samples) {
      return null;
    }
    int length = (int) Math.min(PcmChunk.SAMPLE_RATE_HZ, samples - at);
    var chunk = new PcmChunk(at, new float[length]);
    at += length;
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
