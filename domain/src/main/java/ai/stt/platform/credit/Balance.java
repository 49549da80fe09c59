package ai.stt.platform.credit;

/**
 * What an account's ledger adds up to, in credits.
 *
 * @param available can be spent now
 * @param reserved is held for work that goes on
 */
public record Balance(long available, long reserved) {
  /** Of an account without entries. */
  public static final Balance ZERO = new Balance(0, 0);

  /** Checks that nothing was overspent. */
  public Balance {
    if (available < 0 || reserved < 0) {
      throw new IllegalArgumentException("a balance is not negative");
    }
  }

  /** After one more entry. */
  public Balance plus(LedgerEntry.Draft entry) {
    return new Balance(available + entry.available(), reserved + entry.reserved());
  }
}
