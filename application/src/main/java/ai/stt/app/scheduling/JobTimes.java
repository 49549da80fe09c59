package ai.stt.app.scheduling;

import java.time.Duration;
import java.util.stream.Stream;

/** What jobs took of late, as what is expected of the next. One thread at a time. */
final class JobTimes {
  private static final Duration FIRST_GUESS = Duration.ofSeconds(10);

  /** A measured time counts as one of so many. */
  private static final int SMOOTHING = 8;

  private Duration mean = FIRST_GUESS;
  private boolean measured;

  /** What a job is expected to take. */
  Duration mean() {
    return mean;
  }

  /** Learns from a job that has ended. What fails at once says nothing about those that do not. */
  void learn(Duration took, boolean failed) {
    if (!failed || took.compareTo(mean) > 0) {
      mean = measured ? mean.plus(took.minus(mean).dividedBy(SMOOTHING)) : took;
      measured = true;
    }
  }

  /**
   * When the next of those that run should end. Of one that has taken longer than others before,
   * nothing is known but that it is a long one; it is expected to take as long again. Whole
   * seconds.
   *
   * @param ages how long each has run
   */
  Duration untilTheNextEnd(Stream<Duration> ages) {
    Duration wait =
        ages.map(age -> age.compareTo(mean) < 0 ? mean.minus(age) : age)
            .min(Duration::compareTo)
            .orElse(mean);
    return Duration.ofSeconds(Math.clamp(wait.plusNanos(999_999_999).toSeconds(), 1, 3600));
  }
}
