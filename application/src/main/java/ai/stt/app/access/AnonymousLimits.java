package ai.stt.app.access;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;

/**
 * Counts what anonymous callers use: so many transcriptions per network and UTC day, so many at
 * once, over all servers that share the counts. Thread-safe.
 */
public final class AnonymousLimits {
  private static final Duration BUSY_RETRY = Duration.ofSeconds(5);

  private final AnonymousSettings settings;
  private final InstantSource clock;
  private final SharedCounts counts;
  private final HeldPlaces places;

  /** Limits of this server alone, with days of the given clock. */
  public AnonymousLimits(AnonymousSettings settings, InstantSource clock) {
    this(settings, clock, new InMemoryCounts());
  }

  private AnonymousLimits(AnonymousSettings settings, InstantSource clock, InMemoryCounts counts) {
    this(settings, clock, counts, HeldPlaces.ofThisProcess(counts, clock));
  }

  /** Limits that hold for all servers with these counts. */
  public AnonymousLimits(
      AnonymousSettings settings, InstantSource clock, SharedCounts counts, HeldPlaces places) {
    this.settings = settings;
    this.clock = clock;
    this.counts = counts;
    this.places = places;
  }

  /** The limits themselves. */
  public AnonymousSettings settings() {
    return settings;
  }

  /** What is left to a network now. */
  public Quota quota(ClientNetwork network) {
    Instant now = clock.instant();
    int used = counts.count(subject(network), dayOf(now));
    int limit = settings.transcriptionsPerDay();
    return new Quota(limit, Math.max(0, limit - used), untilMidnight(now).toSeconds());
  }

  /**
   * Takes a place for one transcription, counted at once so that requests at the same time cannot
   * slip through.
   *
   * @return the place; close it when the request is over
   * @throws SpeechException {@code RATE_LIMITED} with the time to wait
   */
  public Place enter(ClientNetwork network) {
    if (!settings.enabled()) {
      return new Place(network, Instant.EPOCH, 0);
    }
    Instant now = clock.instant();
    Instant today = dayOf(now);
    if (counts.count(subject(network), today) >= settings.transcriptionsPerDay()) {
      throw usedUp(now);
    }
    OptionalLong place = places.enter(subject(network), settings.concurrent());
    if (place.isEmpty()) {
      throw refusal(
          "without a key, %d transcription(s) may run at once; wait for the one before to end"
              .formatted(settings.concurrent()),
          BUSY_RETRY);
    }
    if (!counts.countUp(subject(network), today, settings.transcriptionsPerDay())) {
      places.leave(place.getAsLong());
      throw usedUp(now);
    }
    return new Place(network, today, place.getAsLong());
  }

  private SpeechException usedUp(Instant now) {
    return refusal(
        "%d transcriptions a day are free without a key; send one as 'Authorization: Bearer KEY' or come back tomorrow"
            .formatted(settings.transcriptionsPerDay()),
        untilMidnight(now));
  }

  private static SpeechException refusal(String message, Duration retryAfter) {
    return new SpeechException(ErrorCode.RATE_LIMITED, message, retryAfter, null);
  }

  private static String subject(ClientNetwork network) {
    return "anonymous " + network.id();
  }

  private static Instant dayOf(Instant now) {
    return now.truncatedTo(ChronoUnit.DAYS);
  }

  private static Duration untilMidnight(Instant now) {
    Instant midnight = dayOf(now).plus(Duration.ofDays(1));
    return Duration.ofSeconds(Math.max(1, Duration.between(now, midnight).toSeconds()));
  }

  private void leave(Place place) {
    places.leave(place.number);
    if (place.refund) {
      counts.countDown(subject(place.network), place.day);
    }
  }

  /** A place that a caller holds while its request lasts. */
  public final class Place implements AutoCloseable {
    private final ClientNetwork network;
    private final Instant day;
    private final long number;
    private boolean refund;
    private boolean closed;

    private Place(ClientNetwork network, Instant day, long number) {
      this.network = network;
      this.day = day;
      this.number = number;
    }

    /** Says that no work was done, so that closing gives the transcription back to the day. */
    public void refund() {
      refund = true;
    }

    /** Gives the place back. Idempotent; called by the thread that entered. */
    @Override
    public void close() {
      if (!closed && settings.enabled()) {
        leave(this);
      }
      closed = true;
    }
  }
}
