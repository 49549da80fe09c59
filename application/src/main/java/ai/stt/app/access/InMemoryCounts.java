package ai.stt.app.access;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** The counts of one server alone, for one without a database. Thread-safe; memory is bounded. */
public final class InMemoryCounts implements SharedCounts {
  /** Subjects that are told apart in one window; more are turned away. */
  static final int MOST_SUBJECTS = 1_000_000;

  private static final Duration MEMORY = Duration.ofDays(2);

  private final Map<Counted, Integer> counts = new HashMap<>();
  private final Map<Long, Place> places = new HashMap<>();
  private long lastPlace;
  private Instant latest = Instant.EPOCH;

  private record Counted(String subject, Instant window) {}

  private record Place(String subject, Instant until) {}

  @Override
  public synchronized boolean countUp(String subject, Instant window, int limit) {
    if (window.isAfter(latest)) {
      latest = window;
      counts.keySet().removeIf(old -> old.window.isBefore(window.minus(MEMORY)));
    }
    var counted = new Counted(subject, window);
    int before = counts.getOrDefault(counted, 0);
    if (before >= limit || (before == 0 && counts.size() >= MOST_SUBJECTS)) {
      return false;
    }
    counts.put(counted, before + 1);
    return true;
  }

  @Override
  public synchronized void countDown(String subject, Instant window) {
    counts.computeIfPresent(new Counted(subject, window), (key, n) -> n == 1 ? null : n - 1);
  }

  @Override
  public synchronized int count(String subject, Instant window) {
    return counts.getOrDefault(new Counted(subject, window), 0);
  }

  @Override
  public synchronized void forget(Instant windowsBefore, Instant now) {
    counts.keySet().removeIf(counted -> counted.window.isBefore(windowsBefore));
    places.values().removeIf(place -> !place.until.isAfter(now));
  }

  @Override
  public synchronized void drop(String subject) {
    counts.keySet().removeIf(counted -> isOf(counted.subject, subject));
    places.values().removeIf(place -> isOf(place.subject, subject));
  }

  private static boolean isOf(String candidate, String subject) {
    return candidate.equals(subject) || candidate.startsWith(subject + " ");
  }

  @Override
  public synchronized OptionalLong enter(String subject, int limit, Instant now, Instant until) {
    long taken =
        places.values().stream()
            .filter(place -> place.subject.equals(subject) && place.until.isAfter(now))
            .count();
    if (taken >= limit) {
      return OptionalLong.empty();
    }
    places.put(++lastPlace, new Place(subject, until));
    return OptionalLong.of(lastPlace);
  }

  @Override
  public synchronized void keep(Collection<Long> kept, Instant until) {
    for (Long number : kept) {
      places.computeIfPresent(number, (same, place) -> new Place(place.subject, until));
    }
  }

  @Override
  public synchronized void leave(long place) {
    places.remove(place);
  }
}
