package ai.stt.app.credit;

import ai.stt.app.storage.Stores;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.platform.account.Plan;
import ai.stt.platform.credit.Balance;
import ai.stt.platform.credit.CreditSummary;
import ai.stt.platform.credit.LedgerEntry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Shows credits, and checks the books. Thread-safe. */
public final class ReadCredits {
  private final UnitOfWork work;
  private final InstantSource clock;

  /** Reads these stores. */
  public ReadCredits(UnitOfWork work, InstantSource clock) {
    this.work = work;
    this.clock = clock;
  }

  /** An account's credits at a glance, with those that the month brings. */
  public CreditSummary summary(long accountId, Plan plan) {
    return work.in(stores -> summary(stores, accountId, plan));
  }

  /** As {@link #summary(long, Plan)}, as a part of more. */
  public CreditSummary summary(Stores stores, long accountId, Plan plan) {
    Instant now = clock.instant();
    Ledger ledger = stores.get(Ledger.class);
    MonthlyGrant.ensure(ledger, accountId, plan, now);
    Instant from = plan.minutesPerMonth() > 0 ? MonthlyGrant.monthOf(now) : Instant.EPOCH;
    Balance balance = ledger.balance(accountId);
    LedgerTotals totals = ledger.totalsSince(accountId, from);
    return new CreditSummary(
        balance.available(),
        balance.reserved(),
        totals.granted(),
        totals.used(),
        MonthlyGrant.monthAfter(now));
  }

  /** An account's entries before an id, the newest first. */
  public List<LedgerEntry> entries(long accountId, long beforeId, int limit) {
    return work.in(stores -> stores.get(Ledger.class).entries(accountId, beforeId, limit));
  }

  /** Every account whose balance is not what its entries add up to; empty when all is well. */
  public List<LedgerMismatch> audit() {
    return work.in(stores -> stores.get(Ledger.class).audit());
  }
}
