package ai.stt.app.usage;

import ai.stt.platform.usage.DailyUsage;
import ai.stt.platform.usage.Usage;
import java.util.List;

/**
 * Usage over some time.
 *
 * @param days every day, also those without usage, the oldest first
 * @param total of them
 */
public record UsageReport(List<DailyUsage> days, Usage total) {
  /** Adds the days up. */
  public static UsageReport of(List<DailyUsage> days) {
    return new UsageReport(
        List.copyOf(days), days.stream().map(DailyUsage::usage).reduce(Usage.NONE, Usage::plus));
  }
}
