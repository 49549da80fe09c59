package ai.stt.app.credit;

import ai.stt.platform.credit.Balance;
import ai.stt.platform.credit.LedgerEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The store of ledger entries and of what they add up to. Part of a unit of work; knows no rules
 * beyond those of the values.
 */
public interface Ledger {
  /** The balance, which no other unit of work changes until this one ends. */
  Balance lock(long accountId);

  /**
   * A locked balance.
   *
   * @param lastGrant the key of the last grant; null when there was none. It may be one of before
   *     the lock was waited for
   */
  record Locked(Balance balance, @Nullable String lastGrant) {}

  /** As {@link #lock(long)}, with the last grant whose key begins so. */
  Locked lock(long accountId, String keyStart);

  /** The balance as it is. */
  Balance balance(long accountId);

  /** The entry of an account with this key. */
  Optional<LedgerEntry> find(long accountId, String key);

  /**
   * Adds an entry and moves the balance.
   *
   * @return the entry, or empty when one with this key is there; then nothing changes
   * @throws RuntimeException when the balance would become negative
   */
  Optional<LedgerEntry> append(LedgerEntry.Draft draft);

  /** The last grant before an entry whose key begins so. */
  Optional<LedgerEntry> lastGrant(long accountId, String keyStart, long beforeId);

  /** The accounts of which something is held. */
  List<Long> reserving();

  /** The holds before a time whose key begins so and that nothing has ended. */
  List<LedgerEntry> openHolds(long accountId, String keyStart, Instant before);

  /**
   * What the holds since an entry and before a time took away and did not give back, in credits.
   */
  long drawn(long accountId, long entryId, Instant before);

  /** Grants and corrections upwards, and what was spent, from a time on. */
  LedgerTotals totalsSince(long accountId, Instant from);

  /** An account's entries before an id, the newest first. */
  List<LedgerEntry> entries(long accountId, long beforeId, int limit);

  /** Every account whose balance is not what its entries add up to; empty when all is well. */
  List<LedgerMismatch> audit();
}
