package ai.stt.app.live;

import java.time.Duration;

/**
 * Policy of streams.
 *
 * @param maxSessions at once, on this server
 * @param maxDuration of audio in one session
 * @param interval the shortest time from one look at what is said to the next
 * @param endpointing how long nobody speaks before a phrase ends
 * @param maxDelay streams are turned away when the measured time of a look would grow beyond it
 * @param maxSpeed how many seconds of audio a second are taken
 */
public record LiveSettings(
    int maxSessions,
    Duration maxDuration,
    Duration interval,
    Duration endpointing,
    Duration maxDelay,
    double maxSpeed) {
  /** The shortest pause that may end a phrase. */
  public static final Duration LEAST_ENDPOINTING = Duration.ofMillis(200);

  /** The longest. */
  public static final Duration MOST_ENDPOINTING = Duration.ofSeconds(5);

  /** As the configuration has it. */
  public static final LiveSettings DEFAULT =
      new LiveSettings(
          32,
          Duration.ofHours(4),
          Duration.ofMillis(400),
          Duration.ofMillis(600),
          Duration.ofMillis(1200),
          4);

  /** Checks the numbers. */
  public LiveSettings {
    require(maxSessions >= 0, "live.max_sessions is not negative");
    require(maxDuration.isPositive(), "live.max_duration is more than nothing");
    require(
        interval.compareTo(Duration.ofMillis(100)) >= 0
            && interval.compareTo(Duration.ofSeconds(5)) <= 0,
        "live.interval is in 100ms..5s");
    require(isEndpointing(endpointing), "live.endpointing is in 200ms..5s");
    require(maxDelay.isPositive(), "live.max_delay is more than nothing");
    require(maxSpeed >= 1 && maxSpeed <= 1000, "live.max_speed is in 1..1000");
  }

  /** Whether so long a pause may end a phrase. */
  public static boolean isEndpointing(Duration pause) {
    return pause.compareTo(LEAST_ENDPOINTING) >= 0 && pause.compareTo(MOST_ENDPOINTING) <= 0;
  }

  private static void require(boolean ok, String rule) {
    if (!ok) {
      throw new IllegalArgumentException(rule);
    }
  }
}
