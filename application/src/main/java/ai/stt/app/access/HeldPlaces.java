package ai.stt.app.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The places that this server holds. Each is taken for a short time and kept again and again, so
 * that the places of a server that was killed are free soon. Thread-safe.
 */
public final class HeldPlaces {
  /** How long a killed server's places stay taken; {@link #renew} has to come more often. */
  public static final Duration LEASE = Duration.ofSeconds(60);

  private final SharedCounts counts;
  private final InstantSource clock;
  private final Duration lease;
  private final Set<Long> held = ConcurrentHashMap.newKeySet();

  /**
   * Places that are taken for {@link #LEASE}; somebody calls {@link #renew} every twenty seconds.
   */
  public HeldPlaces(SharedCounts counts, InstantSource clock) {
    this(counts, clock, LEASE);
  }

  /** Places that nobody has to renew, since they end with this process. */
  static HeldPlaces ofThisProcess(InMemoryCounts counts, InstantSource clock) {
    return new HeldPlaces(counts, clock, Duration.ofDays(36_500));
  }

  private HeldPlaces(SharedCounts counts, InstantSource clock, Duration lease) {
    this.counts = counts;
    this.clock = clock;
    this.lease = lease;
  }

  /** Takes a place; empty when all of the subject's are taken. */
  OptionalLong enter(String subject, int limit) {
    Instant now = clock.instant();
    OptionalLong place = counts.enter(subject, limit, now, now.plus(lease));
    place.ifPresent(held::add);
    return place;
  }

  /** Gives a place back. */
  void leave(long place) {
    held.remove(place);
    counts.leave(place);
  }

  /** Keeps all places of this server, and drops what nobody counts any more. */
  public void renew() {
    Instant now = clock.instant();
    List<Long> mine = List.copyOf(held);
    if (!mine.isEmpty()) {
      counts.keep(mine, now.plus(lease));
    }
    counts.forget(now.minus(Duration.ofDays(2)), now);
  }
}
