package ai.stt.http.live;

import java.time.Duration;

/**
 * Limits of connections.
 *
 * @param idle how long a client may send nothing
 * @param ping how often a client is asked whether it is there
 * @param drain how long streams have for their last text when the server stops
 * @param resume how long a stream whose connection broke waits for its client
 * @param patience how long a client may read nothing of what waits for it, or not answer a close
 */
public record StreamLimits(
    Duration idle, Duration ping, Duration drain, Duration resume, Duration patience) {
  /** The largest message, in bytes. */
  static final int MOST_BYTES = 1 << 20;

  /** The longest text message, in characters. */
  static final int MOST_TEXT = 64 << 10;

  /** As the configuration has it. */
  public static final StreamLimits DEFAULT =
      new StreamLimits(
          Duration.ofSeconds(60),
          Duration.ofSeconds(20),
          Duration.ofSeconds(5),
          Duration.ofSeconds(60),
          Duration.ofSeconds(30));

  /** Checks the times. */
  public StreamLimits {
    if (!idle.isPositive()
        || !ping.isPositive()
        || !patience.isPositive()
        || drain.isNegative()
        || resume.isNegative()) {
      throw new IllegalArgumentException(
          "live.idle_timeout, live.ping and live.patience are more than nothing, live.drain and"
              + " live.resume are not negative");
    }
  }
}
