package ai.stt.app.account;

import ai.stt.app.access.ClientNetwork;
import ai.stt.app.access.SharedCounts;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** How many accounts a network may make on one day (UTC), over all servers. Thread-safe. */
public final class LimitSignUps {
  private final SharedCounts counts;
  private final int perDay;
  private final InstantSource clock;

  /**
   * Limits over these counts.
   *
   * @param perDay attempts of a network; 0 when nobody may sign up
   */
  public LimitSignUps(SharedCounts counts, int perDay, InstantSource clock) {
    this.counts = counts;
    this.perDay = perDay;
    this.clock = clock;
  }

  /**
   * Counts one attempt.
   *
   * @throws SpeechException {@code FORBIDDEN} when nobody may sign up, {@code RATE_LIMITED} after
   *     too many
   */
  public void count(ClientNetwork network) {
    if (perDay == 0) {
      throw new SpeechException(
          ErrorCode.FORBIDDEN, "nobody can sign up here; ask the operator for an account");
    }
    Instant now = clock.instant();
    Instant day = now.truncatedTo(ChronoUnit.DAYS);
    if (!counts.countUp("signup " + network.id(), day, perDay)) {
      throw new SpeechException(
          ErrorCode.RATE_LIMITED,
          "%d accounts a day can be made from one network; come back tomorrow".formatted(perDay),
          Duration.between(now, day.plus(Duration.ofDays(1))).plusSeconds(1),
          null);
    }
  }
}
