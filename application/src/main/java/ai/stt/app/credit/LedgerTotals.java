package ai.stt.app.credit;

/**
 * Sums over a part of a ledger, in credits.
 *
 * @param granted came in
 * @param used was spent for good
 */
public record LedgerTotals(long granted, long used) {}
