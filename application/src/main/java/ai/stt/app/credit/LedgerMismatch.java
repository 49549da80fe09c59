package ai.stt.app.credit;

/**
 * An account whose books do not agree.
 *
 * @param accountId whose
 * @param available the balance that is kept
 * @param availableSum what the entries add up to
 * @param reserved the reserve that is kept
 * @param reservedSum what the holds without an end add up to
 */
public record LedgerMismatch(
    long accountId, long available, long availableSum, long reserved, long reservedSum) {}
