package ai.stt.app.usage;

import ai.stt.platform.usage.DailyUsage;
import ai.stt.platform.usage.Usage;
import java.time.LocalDate;
import java.util.List;

/** The store of daily usage. Part of a unit of work. */
public interface UsageLog {
  /** Adds to an account's day (UTC); an account that is gone is skipped. */
  void add(long accountId, LocalDate day, Usage more);

  /** An account's days that have usage, both ends included, in order. */
  List<DailyUsage> between(long accountId, LocalDate first, LocalDate last);
}
