package ai.stt.inference.media.wire;

/**
 * What decoded sound is to be like.
 *
 * @param sampleRateHz samples per second and channel
 * @param maxChannels 1 or 2; what has more is mixed down, what has fewer stays as it is
 */
public record Format(int sampleRateHz, int maxChannels) {
  /** What speech models hear. */
  public static final Format SPEECH = new Format(16_000, 1);

  private static final int MAX_RATE_HZ = 192_000;

  /** Checks both. */
  public Format {
    if (sampleRateHz < 1 || sampleRateHz > MAX_RATE_HZ || maxChannels < 1 || maxChannels > 2) {
      throw new IllegalArgumentException(
          "not a format: %d Hz, %d channels".formatted(sampleRateHz, maxChannels));
    }
  }

  /** The channels of a track that are sent. */
  public int channels(MediaHeader track) {
    return Math.clamp(track.channels(), 1, maxChannels);
  }
}
