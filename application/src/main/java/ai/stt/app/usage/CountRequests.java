package ai.stt.app.usage;

import ai.stt.app.storage.UnitOfWork;
import ai.stt.platform.usage.Usage;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts requests in memory and writes them for all accounts at once. Thread-safe. */
public final class CountRequests {
  private final UnitOfWork work;
  private final InstantSource clock;
  private final ConcurrentHashMap<Day, Long> counts = new ConcurrentHashMap<>();

  private record Day(long accountId, LocalDate date) {}

  /** Writes to these stores. */
  public CountRequests(UnitOfWork work, InstantSource clock) {
    this.work = work;
    this.clock = clock;
  }

  /** Counts one request of an account. */
  public void count(long accountId) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    counts.merge(new Day(accountId, today), 1L, Long::sum);
  }

  /**
   * Writes what came together; called in the background. What cannot be written is kept for the
   * next time.
   */
  public synchronized void flush() {
    Map<Day, Long> batch = Map.copyOf(counts);
    if (batch.isEmpty()) {
      return;
    }
    work.run(
        stores -> {
          UsageLog log = stores.get(UsageLog.class);
          batch.entrySet().stream()
              .sorted(Comparator.comparingLong(entry -> entry.getKey().accountId()))
              .forEach(
                  entry ->
                      log.add(
                          entry.getKey().accountId(),
                          entry.getKey().date(),
                          Usage.ofRequests(entry.getValue())));
        });
    batch.forEach(
        (day, written) ->
            counts.computeIfPresent(day, (same, n) -> n.equals(written) ? null : n - written));
  }
}
