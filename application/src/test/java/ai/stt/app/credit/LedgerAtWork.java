package ai.stt.app.credit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.testing.MovableClock;
import ai.stt.app.testing.Platform;
import ai.stt.platform.credit.CreditSummary;
import ai.stt.platform.credit.LedgerEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An account with ten credits a month over any stores; the books are audited after every test. */
public abstract class LedgerAtWork {
  final MovableClock clock = new MovableClock("2026-03-14T09:26:53Z");

  @SuppressWarnings("NullAway.Init") // set before each test
  Platform platform;

  long ada;

  /** Stores without contents. */
  protected abstract UnitOfWork emptyStores();

  @BeforeEach
  void begin() {
    platform = new Platform(emptyStores(), clock);
    ada = platform.account("ada@example.org", Platform.SMALL).id();
  }

  @AfterEach
  void theBooksAgree() {
    assertThat(platform.credits.audit()).isEmpty();
  }

  LedgerEntry hold(long credits, String name) {
    return platform.spend.hold(ada, Platform.SMALL, credits, name);
  }

  void expect(long balance, long reserved, long granted, long used) {
    CreditSummary summary = platform.credits.summary(ada, Platform.SMALL);
    assertThat(
            new long[] {summary.balance(), summary.reserved(), summary.granted(), summary.used()})
        .as("balance, reserved, granted, used")
        .containsExactly(balance, reserved, granted, used);
  }
}
