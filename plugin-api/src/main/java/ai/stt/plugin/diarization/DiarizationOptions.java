package ai.stt.plugin.diarization;

/**
 * What a caller knows about the speakers.
 *
 * @param speakers how many there are, 1..{@value #MAX_SPEAKERS}; 0 when nobody knows. A diarizer
 *     that hears fewer voices than that finds fewer
 */
public record DiarizationOptions(int speakers) {
  /** The most speakers that are told apart. */
  public static final int MAX_SPEAKERS = 50;

  /** Nothing is known. */
  public static final DiarizationOptions UNKNOWN = new DiarizationOptions(0);

  /** Checks the number. */
  public DiarizationOptions {
    if (speakers < 0 || speakers > MAX_SPEAKERS) {
      throw new IllegalArgumentException("speakers is not in 0.." + MAX_SPEAKERS + ": " + speakers);
    }
  }
}
