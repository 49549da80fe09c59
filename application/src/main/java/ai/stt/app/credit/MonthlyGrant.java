package ai.stt.app.credit;

import ai.stt.platform.account.Plan;
import ai.stt.platform.credit.Balance;
import ai.stt.platform.credit.LedgerEntry;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Gives an account its plan's credits once per calendar month (UTC), at the first look of the
 * month. What is left of the month before expires; bought credits stay, since a month's own are
 * used first. What work of an ended month gives back later expires as it comes.
 */
final class MonthlyGrant {
  private static final String MONTH = "month:";
  private static final String EXPIRED = "expired ";

  private MonthlyGrant() {}

  static void ensure(Ledger ledger, long accountId, Plan plan, Instant now) {
    String key = keyOf(now);
    Optional<LedgerEntry> before = ledger.lastGrant(accountId, MONTH, Long.MAX_VALUE);
    if (before.isEmpty() ? plan.minutesPerMonth() == 0 : isOf(key, before.get())) {
      return;
    }
    ledger.lock(accountId);
    before = ledger.lastGrant(accountId, MONTH, Long.MAX_VALUE);
    if (before.isPresent() && isOf(key, before.get())) {
      return;
    }
    before.ifPresent(grant -> expire(ledger, grant, now));
    if (plan.minutesPerMonth() > 0) {
      var grant =
          new LedgerEntry.Draft(
              accountId, LedgerEntry.Kind.GRANT, key, plan.minutesPerMonth(), 0, null, now);
      var _ = ledger.append(grant).orElseThrow();
    }
  }

  /** As {@link #ensure}; the balance with it, which nobody else changes meanwhile. */
  static Balance lock(Ledger ledger, long accountId, Supplier<Plan> plan, Instant now) {
    Ledger.Locked locked = ledger.lock(accountId, MONTH);
    if (keyOf(now).equals(locked.lastGrant())) {
      return locked.balance();
    }
    ensure(ledger, accountId, plan.get(), now);
    return ledger.lock(accountId);
  }

  private static String keyOf(Instant now) {
    return MONTH + YearMonth.from(LocalDate.ofInstant(now, ZoneOffset.UTC));
  }

  private static boolean isOf(String key, LedgerEntry grant) {
    return grant.draft().key().equals(key);
  }

  private static void expire(Ledger ledger, LedgerEntry grant, Instant now) {
    long account = grant.draft().accountId();
    String key = EXPIRED + grant.draft().key();
    if (ledger.find(account, key).isPresent()) {
      return;
    }
    long rest = Math.min(rest(grant, drawn(ledger, grant)), ledger.balance(account).available());
    if (rest > 0) {
      expire(ledger, account, key, rest, now);
    }
  }

  /**
   * Lets what work gave back expire, as far as it is of a month whose rest has expired before.
   * Until that has happened it counts as the month's rest.
   *
   * @param end of the hold, which is in the ledger
   */
  static void expireReturned(Ledger ledger, LedgerEntry hold, LedgerEntry end, Instant now) {
    if (!monthAfter(hold.draft().at()).isAfter(now)) {
      long account = hold.draft().accountId();
      ledger
          .lastGrant(account, MONTH, hold.id())
          .filter(grant -> hold.draft().at().isBefore(endOf(grant)))
          .filter(grant -> hasExpired(ledger, grant))
          .ifPresent(grant -> expireMore(ledger, grant, end, now));
    }
  }

  private static void expireMore(Ledger ledger, LedgerEntry grant, LedgerEntry end, Instant now) {
    long drawn = drawn(ledger, grant);
    long more = rest(grant, drawn) - rest(grant, drawn + end.draft().available());
    if (more > 0) {
      String key = EXPIRED + grant.draft().key() + " with " + end.id();
      expire(ledger, grant.draft().accountId(), key, more, now);
    }
  }

  private static boolean hasExpired(Ledger ledger, LedgerEntry grant) {
    long account = grant.draft().accountId();
    boolean isLast =
        ledger.lastGrant(account, MONTH, Long.MAX_VALUE).filter(grant::equals).isPresent();
    return !isLast || ledger.find(account, EXPIRED + grant.draft().key()).isPresent();
  }

  private static void expire(Ledger ledger, long account, String key, long credits, Instant now) {
    var expired =
        new LedgerEntry.Draft(account, LedgerEntry.Kind.ADJUST, key, -credits, 0, null, now);
    var _ = ledger.append(expired).orElseThrow();
  }

  private static long drawn(Ledger ledger, LedgerEntry grant) {
    return ledger.drawn(grant.draft().accountId(), grant.id(), endOf(grant));
  }

  private static long rest(LedgerEntry grant, long drawn) {
    return Math.max(0, grant.draft().available() - Math.max(0, drawn));
  }

  private static Instant endOf(LedgerEntry grant) {
    return monthAfter(grant.draft().at());
  }

  static Instant monthOf(Instant now) {
    return YearMonth.from(LocalDate.ofInstant(now, ZoneOffset.UTC))
        .atDay(1)
        .atStartOfDay()
        .toInstant(ZoneOffset.UTC);
  }

  static Instant monthAfter(Instant now) {
    return YearMonth.from(LocalDate.ofInstant(now, ZoneOffset.UTC))
        .plusMonths(1)
        .atDay(1)
        .atStartOfDay()
        .toInstant(ZoneOffset.UTC);
  }
}
