package ai.stt.plugin.transcription;

import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.audio.PcmSource;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A recording in memory. */
public final class ArrayPcmSource implements PcmSource {
  private final float[] samples;
  private final int chunkSamples;
  private int at;
  private boolean closed;

  /** A recording that comes in chunks of a second. */
  public ArrayPcmSource(float[] samples) {
    this(samples, PcmChunk.SAMPLE_RATE_HZ);
  }

  /** A recording that comes in chunks of {@code chunkSamples}. */
  public ArrayPcmSource(float[] samples, int chunkSamples) {
    this.samples = samples;
    this.chunkSamples = chunkSamples;
  }

  @Override
  public @Nullable PcmChunk read() {
    if (at == samples.length) {
      return null;
    }
    int end = Math.min(samples.length, at + chunkSamples);
    var chunk = new PcmChunk(at, Arrays.copyOfRange(samples, at, end));
    at = end;
    return chunk;
  }

  @Override
  public void close() {
    closed = true;
  }

  /** Whether somebody closed it. */
  public boolean isClosed() {
    return closed;
  }
}
