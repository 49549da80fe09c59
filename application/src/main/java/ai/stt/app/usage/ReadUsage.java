package ai.stt.app.usage;

import ai.stt.app.storage.UnitOfWork;
import ai.stt.platform.usage.DailyUsage;
import ai.stt.platform.usage.Usage;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Shows an account what it used. Thread-safe. */
public final class ReadUsage {
  private static final int DAYS = 30;

  private final UnitOfWork work;
  private final InstantSource clock;

  /** Reads these stores. */
  public ReadUsage(UnitOfWork work, InstantSource clock) {
    this.work = work;
    this.clock = clock;
  }

  /** The last thirty days, today (UTC) included. */
  public UsageReport lastThirtyDays(long accountId) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    LocalDate first = today.minusDays(DAYS - 1);
    List<DailyUsage> some =
        work.in(stores -> stores.get(UsageLog.class).between(accountId, first, today));
    Map<LocalDate, Usage> byDay =
        some.stream().collect(Collectors.toMap(DailyUsage::date, DailyUsage::usage));
    return UsageReport.of(
        first
            .datesUntil(today.plusDays(1))
            .map(day -> new DailyUsage(day, byDay.getOrDefault(day, Usage.NONE)))
            .toList());
  }
}
