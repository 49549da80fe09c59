package ai.stt.platform.usage;

/**
 * An amount of use.
 *
 * @param requests to the API
 * @param transcriptions that were completed
 * @param minutes of audio that was transcribed or enhanced
 * @param credits spent for it
 */
public record Usage(long requests, long transcriptions, double minutes, long credits) {
  /** Nothing. */
  public static final Usage NONE = new Usage(0, 0, 0, 0);

  /** Checks the signs. */
  public Usage {
    if (requests < 0 || transcriptions < 0 || !(minutes >= 0) || credits < 0) {
      throw new IllegalArgumentException("usage is not negative");
    }
  }

  /** So many requests and nothing else. */
  public static Usage ofRequests(long requests) {
    return new Usage(requests, 0, 0, 0);
  }

  /** Both together. */
  public Usage plus(Usage other) {
    return new Usage(
        requests + other.requests,
        transcriptions + other.transcriptions,
        minutes + other.minutes,
        credits + other.credits);
  }
}
