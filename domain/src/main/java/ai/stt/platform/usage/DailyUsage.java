package ai.stt.platform.usage;

import java.time.LocalDate;

/**
 * The use of one day.
 *
 * @param date in UTC
 * @param usage on it
 */
public record DailyUsage(LocalDate date, Usage usage) {}
