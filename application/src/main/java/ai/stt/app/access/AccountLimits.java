package ai.stt.app.access;

import ai.stt.platform.account.Plan;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What an account's plan allows: so many transcriptions at once over all servers that share the
 * places, and so many requests a minute over those that share the counts, which in the program is
 * each server by itself. Thread-safe.
 */
public final class AccountLimits {
  private static final Duration BUSY_RETRY = Duration.ofSeconds(5);
  private static final long MINUTE = 60;

  private final SharedCounts counts;
  private final HeldPlaces places;
  private final InstantSource clock;

  /**
   * Limits over these counts and places.
   *
   * @param counts requests of the minute, looked at with every request
   */
  public AccountLimits(SharedCounts counts, HeldPlaces places, InstantSource clock) {
    this.counts = counts;
    this.places = places;
    this.clock = clock;
  }

  /**
   * Takes a place for one transcription.
   *
   * @return the place; close it when the work is over
   * @throws SpeechException {@code RATE_LIMITED} when the plan's are taken
   */
  public Place enter(long accountId, Plan plan) {
    long place =
        places
            .enter(subject(accountId), plan.concurrent())
            .orElseThrow(
                () ->
                    new SpeechException(
                        ErrorCode.RATE_LIMITED,
                        "your plan runs %d transcription(s) at once; wait for one to end"
                            .formatted(plan.concurrent()),
                        BUSY_RETRY,
                        null));
    return new Place(place);
  }

  /**
   * Takes the only place for something that an account may do once at a time.
   *
   * @param what names it, the same on every server
   * @return the place, which a server that is killed gives back within a minute; empty when it is
   *     taken
   */
  public Optional<Place> enterAlone(long accountId, String what) {
    OptionalLong place = places.enter(subject(accountId) + " " + what, 1);
    return place.isPresent() ? Optional.of(new Place(place.getAsLong())) : Optional.empty();
  }

  /** Under this name an account's places are counted. */
  public static String subject(long accountId) {
    return "account " + accountId;
  }

  /**
   * Counts a request of the current minute.
   *
   * @return what is left of the minute
   * @throws SpeechException {@code RATE_LIMITED} when nothing was left
   */
  public Quota request(long accountId, Plan plan) {
    Instant now = clock.instant();
    Instant minute = Instant.ofEpochSecond(now.getEpochSecond() / MINUTE * MINUTE);
    long left = Math.max(1, MINUTE - (now.getEpochSecond() - minute.getEpochSecond()));
    String subject = "requests " + accountId;
    if (!counts.countUp(subject, minute, plan.requestsPerMinute())) {
      throw new SpeechException(
          ErrorCode.RATE_LIMITED,
          "your plan allows %d requests a minute; slow down".formatted(plan.requestsPerMinute()),
          Duration.ofSeconds(left),
          null);
    }
    int used = counts.count(subject, minute);
    return new Quota(plan.requestsPerMinute(), Math.max(0, plan.requestsPerMinute() - used), left);
  }

  /** A place that is held while work lasts. */
  public final class Place implements AutoCloseable {
    private final long number;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Place(long number) {
      this.number = number;
    }

    /** Gives the place back. Idempotent. */
    @Override
    public void close() {
      if (!closed.getAndSet(true)) {
        places.leave(number);
      }
    }
  }
}
