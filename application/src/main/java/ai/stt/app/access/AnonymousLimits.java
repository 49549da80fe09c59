package ai.stt.app.access;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts what anonymous callers use: so many transcriptions per network and UTC day, so many at
 * once. Thread-safe. Memory is bounded: the counts are dropped at midnight UTC, and a day that has
 * seen more networks than {@link #MAX_NETWORKS} turns new ones away.
 */
public final class AnonymousLimits {
  /** Networks that are told apart in one day. */
  static final int MAX_NETWORKS = 1_000_000;

  private static final Duration BUSY_RETRY = Duration.ofSeconds(5);

  private final AnonymousSettings settings;
  private final Clock clock;
  private final Map<ClientNetwork, Integer> startedToday = new HashMap<>();
  private final Map<ClientNetwork, Integer> running = new HashMap<>();
  private LocalDate today = LocalDate.EPOCH;

  /** Limits as configured, with days of the given clock. */
  public AnonymousLimits(AnonymousSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /** The limits themselves. */
  public AnonymousSettings settings() {
    return settings;
  }

  /** What is left to a network now. */
  public synchronized Quota quota(ClientNetwork network) {
    rollOver();
    int used = startedToday.getOrDefault(network, 0);
    int limit = settings.transcriptionsPerDay();
    return new Quota(limit, Math.max(0, limit - used), untilMidnight().toSeconds());
  }

  /**
   * Takes a place for one transcription, counted at once so that requests at the same time cannot
   * slip through.
   *
   * @return the place; close it when the request is over
   * @throws SpeechException {@code RATE_LIMITED} with the time to wait
   */
  public synchronized Place enter(ClientNetwork network) {
    if (!settings.enabled()) {
      return new Place(network, LocalDate.EPOCH);
    }
    rollOver();
    int used = startedToday.getOrDefault(network, 0);
    if (used >= settings.transcriptionsPerDay()
        || (used == 0 && startedToday.size() >= MAX_NETWORKS)) {
      throw refusal(
          "%d transcriptions a day are free without a key; send one as 'Authorization: Bearer KEY' or come back tomorrow"
              .formatted(settings.transcriptionsPerDay()),
          untilMidnight());
    }
    int busy = running.getOrDefault(network, 0);
    if (busy >= settings.concurrent()) {
      throw refusal(
          "without a key, %d transcription(s) may run at once; wait for the one before to end"
              .formatted(settings.concurrent()),
          BUSY_RETRY);
    }
    startedToday.merge(network, 1, Integer::sum);
    running.merge(network, 1, Integer::sum);
    return new Place(network, today);
  }

  private static SpeechException refusal(String message, Duration retryAfter) {
    return new SpeechException(ErrorCode.RATE_LIMITED, message, retryAfter, null);
  }

  private void rollOver() {
    LocalDate now = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    if (!now.equals(today)) {
      today = now;
      startedToday.clear();
    }
  }

  private Duration untilMidnight() {
    Instant midnight = today.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
    return Duration.ofSeconds(Math.max(1, Duration.between(clock.instant(), midnight).toSeconds()));
  }

  private synchronized void leave(Place place, boolean refund) {
    running.computeIfPresent(place.network, (network, n) -> n == 1 ? null : n - 1);
    rollOver();
    if (refund && place.day.equals(today)) {
      startedToday.computeIfPresent(place.network, (network, n) -> n == 1 ? null : n - 1);
    }
  }

  /** A place that a caller holds while its request lasts. */
  public final class Place implements AutoCloseable {
    private final ClientNetwork network;
    private final LocalDate day;
    private boolean refund;
    private boolean closed;

    private Place(ClientNetwork network, LocalDate day) {
      this.network = network;
      this.day = day;
    }

    /** Says that no work was done, so that closing gives the transcription back to the day. */
    public void refund() {
      refund = true;
    }

    /** Gives the place back. Idempotent; called by the thread that entered. */
    @Override
    public void close() {
      if (!closed && settings.enabled()) {
        leave(this, refund);
      }
      closed = true;
    }
  }
}
