package ai.stt.speech.audio;

/**
 * A run of mono 32-bit float samples at 16 kHz, nominally in [-1, 1].
 *
 * <p>The array is handed over, not copied: whoever passes a chunk on gives up the right to change
 * it.
 *
 * @param startSample index of the first sample in the whole recording
 * @param samples the samples, at least one; every value is finite
 * @param speech how probable it is that somebody speaks, 0..1, in each {@link #FRAME_SAMPLES} of
 *     the chunk, the last of which may be cut short; empty when nobody has looked
 */
@SuppressWarnings("ArrayRecordComponent") // plain data on a hot path; equality is never asked for
public record PcmChunk(long startSample, float[] samples, float[] speech) {
  /** Samples per second of all audio inside the platform. */
  public static final int SAMPLE_RATE_HZ = 16_000;

  /** Samples that share one probability of speech: 32 milliseconds. */
  public static final int FRAME_SAMPLES = 512;

  /** Checks the position, that there is something to hear, and that all or nothing is judged. */
  public PcmChunk {
    if (startSample < 0) {
      throw new IllegalArgumentException("startSample is negative: " + startSample);
    }
    if (samples.length == 0) {
      throw new IllegalArgumentException("a chunk holds at least one sample");
    }
    if (speech.length != 0 && speech.length != Math.ceilDiv(samples.length, FRAME_SAMPLES)) {
      throw new IllegalArgumentException(
          "%d probabilities for %d samples".formatted(speech.length, samples.length));
    }
  }

  /** A chunk of which nobody knows yet whether it is speech. */
  public PcmChunk(long startSample, float[] samples) {
    this(startSample, samples, new float[0]);
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
