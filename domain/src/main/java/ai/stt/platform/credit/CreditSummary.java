package ai.stt.platform.credit;

import java.time.Instant;

/**
 * An account's credits at a glance.
 *
 * @param balance can be spent now
 * @param reserved held for work that goes on
 * @param granted came in since the month began, or ever on a plan without monthly ones
 * @param used spent in the same time
 * @param resetsAt when the next month begins
 */
public record CreditSummary(
    long balance, long reserved, long granted, long used, Instant resetsAt) {}
