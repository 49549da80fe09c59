package ai.stt.app.credit;

import ai.stt.platform.account.Plan;
import ai.stt.platform.credit.LedgerEntry;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Gives an account its plan's credits once per calendar month (UTC), at the first look of the
 * month. What is left of the month before expires; bought credits stay, since a month's own are
 * used first.
 */
final class MonthlyGrant {
  private static final String MONTH = "month:";

  private MonthlyGrant() {}

  static void ensure(Ledger ledger, long accountId, Plan plan, Instant now) {
    String key = MONTH + YearMonth.from(LocalDate.ofInstant(now, ZoneOffset.UTC));
    Optional<LedgerEntry> before = ledger.lastGrant(accountId, MONTH);
    if (before.isEmpty() ? plan.minutesPerMonth() == 0 : isOf(key, before.get())) {
      return;
    }
    ledger.lock(accountId);
    before = ledger.lastGrant(accountId, MONTH);
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

  private static boolean isOf(String key, LedgerEntry grant) {
    return grant.draft().key().equals(key);
  }

  private static void expire(Ledger ledger, LedgerEntry grant, Instant now) {
    long account = grant.draft().accountId();
    String key = "expired " + grant.draft().key();
    if (ledger.find(account, key).isPresent()) {
      return;
    }
    long drawn = Math.max(0, ledger.drawnSince(account, grant.id()));
    long rest = Math.min(grant.draft().available() - drawn, ledger.balance(account).available());
    if (rest > 0) {
      var expired =
          new LedgerEntry.Draft(account, LedgerEntry.Kind.ADJUST, key, -rest, 0, null, now);
      var _ = ledger.append(expired).orElseThrow();
    }
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
