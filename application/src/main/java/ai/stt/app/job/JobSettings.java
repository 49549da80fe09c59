package ai.stt.app.job;

import java.time.Duration;

/**
 * How jobs are worked on.
 *
 * @param workers jobs at once on this server, 0 for a server that only takes orders
 * @param mostWaiting the longest queue of one account
 * @param mostAttempts workers that a job may cost, at least 1
 * @param lease how long a silent worker keeps its job
 * @param beat time between two signs of life, which also write the progress; well below the lease
 * @param poll time between two looks for work or for an end that happened on another server
 * @param patience how long a finished job waits for a database that is away, and a job that cannot
 *     begin for its recording
 */
public record JobSettings(
    int workers,
    int mostWaiting,
    int mostAttempts,
    Duration lease,
    Duration beat,
    Duration poll,
    Duration patience) {
  /** Taken over within 32 seconds; a thousand files may wait. */
  public static final JobSettings DEFAULT =
      new JobSettings(
          1,
          1000,
          2,
          Duration.ofSeconds(30),
          Duration.ofSeconds(2),
          Duration.ofMillis(500),
          Duration.ofMinutes(10));

  /** Checks the numbers. */
  public JobSettings {
    if (workers < 0 || mostWaiting < 1 || mostAttempts < 1) {
      throw new IllegalArgumentException(
          "jobs: workers is not negative, most_waiting and most_attempts are at least 1");
    }
    if (beat.toMillis() < 10 || poll.toMillis() < 10 || lease.compareTo(beat.multipliedBy(3)) < 0) {
      throw new IllegalArgumentException(
          "jobs: beat and poll are at least 10ms, and lease is at least three beats");
    }
  }

  /** The same with another number of workers. */
  public JobSettings withWorkers(int other) {
    return new JobSettings(other, mostWaiting, mostAttempts, lease, beat, poll, patience);
  }
}
