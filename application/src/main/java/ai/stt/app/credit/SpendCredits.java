package ai.stt.app.credit;

import ai.stt.app.storage.Stores;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.platform.account.Plan;
import ai.stt.platform.credit.LedgerEntry;
import ai.stt.platform.credit.LedgerEntry.Kind;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Sets credits aside before work and accounts for them after it. Each piece of work has a name of
 * its own, such as {@code job:42}: holding or ending it again changes nothing and gives the entry
 * that is there, so whoever was cut off may simply repeat. The methods that take stores are for
 * units of work that do more. Thread-safe.
 */
public final class SpendCredits {
  private final UnitOfWork work;
  private final InstantSource clock;

  /** Spends from these stores. */
  public SpendCredits(UnitOfWork work, InstantSource clock) {
    this.work = work;
    this.clock = clock;
  }

  /**
   * Sets credits aside.
   *
   * @param credits at least 1
   * @param name of the piece of work, unique within the account
   * @throws SpeechException {@code NO_CREDITS} when there are not enough
   */
  public LedgerEntry hold(long accountId, Plan plan, long credits, String name) {
    return work.in(stores -> hold(stores, accountId, plan, credits, name));
  }

  /** As {@link #hold(long, Plan, long, String)}, as a part of more. */
  public LedgerEntry hold(Stores stores, long accountId, Plan plan, long credits, String name) {
    return hold(stores, accountId, () -> plan, credits, name);
  }

  /**
   * As {@link #hold(long, Plan, long, String)}, as a part of more.
   *
   * @param plan is asked for when the month's credits have not come yet
   */
  public LedgerEntry hold(
      Stores stores, long accountId, Supplier<Plan> plan, long credits, String name) {
    Ledger ledger = stores.get(Ledger.class);
    long available = MonthlyGrant.lock(ledger, accountId, plan, clock.instant()).available();
    var hold =
        new LedgerEntry.Draft(
            accountId, Kind.HOLD, holdKey(name), -credits, credits, null, clock.instant());
    Optional<LedgerEntry> entry = available < credits ? Optional.empty() : ledger.append(hold);
    return entry
        .or(() -> ledger.find(accountId, holdKey(name)))
        .orElseThrow(
            () ->
                new SpeechException(
                    ErrorCode.NO_CREDITS,
                    "No credits remaining: this costs %d and %d are left. Upgrade your plan."
                        .formatted(credits, available)));
  }

  /**
   * Spends a part of what was held, or all of it, and gives the rest back.
   *
   * @param used credits, from 0 to what was held
   * @return the entry that ended the work, which an earlier settle or release may have been
   * @throws SpeechException {@code NOT_FOUND} when nothing was held for this work
   */
  public LedgerEntry settle(long accountId, String name, long used) {
    return work.in(stores -> settle(stores, accountId, name, used));
  }

  /** As {@link #settle(long, String, long)}, as a part of more. */
  public LedgerEntry settle(Stores stores, long accountId, String name, long used) {
    return end(stores, Kind.SETTLE, accountId, name, used);
  }

  /** As {@link #settle(long, String, long)}, as a part of more, by whoever has the hold. */
  public LedgerEntry settle(Stores stores, LedgerEntry hold, String name, long used) {
    return end(stores.get(Ledger.class), Kind.SETTLE, hold, name, used);
  }

  /**
   * Gives back all that was held.
   *
   * @return the entry that ended the work, which an earlier settle or release may have been
   * @throws SpeechException {@code NOT_FOUND} when nothing was held for this work
   */
  public LedgerEntry release(long accountId, String name) {
    return work.in(stores -> release(stores, accountId, name));
  }

  /** As {@link #release(long, String)}, as a part of more. */
  public LedgerEntry release(Stores stores, long accountId, String name) {
    return end(stores, Kind.RELEASE, accountId, name, 0);
  }

  /**
   * Gives back what was held for work of any account that nobody will end any more.
   *
   * @param nameStart of the work's name
   * @param before which it was held
   */
  public void releaseOlder(String nameStart, Instant before) {
    for (long accountId : work.in(stores -> stores.get(Ledger.class).reserving())) {
      work.run(stores -> release(stores.get(Ledger.class), accountId, nameStart, before));
    }
  }

  private void release(Ledger ledger, long accountId, String nameStart, Instant before) {
    for (LedgerEntry hold : ledger.openHolds(accountId, holdKey(nameStart), before)) {
      String name = hold.draft().key().substring(holdKey("").length());
      end(ledger, Kind.RELEASE, hold, name, 0);
    }
  }

  private LedgerEntry end(Stores stores, Kind kind, long accountId, String name, long used) {
    Ledger ledger = stores.get(Ledger.class);
    LedgerEntry hold =
        ledger
            .find(accountId, holdKey(name))
            .orElseThrow(
                () ->
                    new SpeechException(ErrorCode.NOT_FOUND, "no credits are held for this work"));
    return end(ledger, kind, hold, name, used);
  }

  private LedgerEntry end(Ledger ledger, Kind kind, LedgerEntry hold, String name, long used) {
    long accountId = hold.draft().accountId();
    long held = hold.held();
    Instant now = clock.instant();
    Optional<LedgerEntry> end =
        ledger.append(
            new LedgerEntry.Draft(
                accountId, kind, endKey(name), held - used, -held, hold.id(), now));
    end.ifPresent(mine -> MonthlyGrant.expireReturned(ledger, hold, mine, now));
    return end.or(() -> ledger.find(accountId, endKey(name))).orElseThrow();
  }

  private static String holdKey(String name) {
    return "hold:" + name;
  }

  private static String endKey(String name) {
    return "end:" + name;
  }
}
