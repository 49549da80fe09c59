package ai.stt.speech.audio;

/**
 * A run of mono 32-bit float samples at 16 kHz, nominally in [-1, 1].
 *
 * <p>The array is handed over, not copied: whoever passes a chunk on gives up the right to change
 * it.
 *
 * @param startSample index of the first sample in the whole recording
 * @param samples the samples, at least one; every value is finite
 */
@SuppressWarnings("ArrayRecordComponent") // plain data on a hot path; equality is never asked for
public record PcmChunk(long startSample, float[] samples) {
  /** Samples per second of all audio inside the platform. */
  public static final int SAMPLE_RATE_HZ = 16_000;

  /** Checks the position and that there is something to hear. */
  public PcmChunk {
    if (startSample < 0) {
      throw new IllegalArgumentException("startSample is negative: " + startSample);
    }
    if (samples.length == 0) {
      throw new IllegalArgumentException("a chunk holds at least one sample");
    }
  }

  /** The index just behind the last sample. */
  public long endSample() {
    return startSample + samples.length;
  }

  /** The length of {@code samples} samples in seconds. */
  public static double seconds(long samples) {
    return samples / (double) SAMPLE_RATE_HZ;
  }
}
