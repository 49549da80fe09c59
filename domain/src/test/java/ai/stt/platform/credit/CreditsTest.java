package ai.stt.platform.credit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.platform.credit.LedgerEntry.Draft;
import ai.stt.platform.credit.LedgerEntry.Kind;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CreditsTest {
  @ParameterizedTest
  @CsvSource({"0,0", "1,1", "59999,1", "60000,1", "60001,2", "3600000,60", "35999999,600"})
  void everyStartedMinuteCostsACredit(long millis, long credits) {
    assertThat(Credits.of(Duration.ofMillis(millis))).isEqualTo(credits);
  }

  @ParameterizedTest
  @CsvSource({
    "GRANT, 0, 0, ",
    "GRANT, -1, 0, ",
    "GRANT, 5, 1, ",
    "GRANT, 5, 0, 1",
    "HOLD, 5, -5, ",
    "HOLD, -5, 4, ",
    "HOLD, 0, 0, ",
    "SETTLE, 6, -5, 1",
    "SETTLE, -1, -5, 1",
    "SETTLE, 3, -5, ",
    "SETTLE, 0, 0, 1",
    "RELEASE, 4, -5, 1",
    "RELEASE, 5, -5, ",
    "ADJUST, 0, 0, ",
    "ADJUST, 1, 1, "
  })
  void anEntryThatCreatesOrLosesCreditsIsNone(
      Kind kind, long available, long reserved, @Nullable Long hold) {
    assertThatThrownBy(() -> draft(kind, available, reserved, hold))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aBalanceFollowsItsEntriesAndNeverGoesBelowZero() {
    Balance balance =
        Balance.ZERO.plus(draft(Kind.GRANT, 10, 0, null)).plus(draft(Kind.HOLD, -7, 7, null));
    assertThat(balance).isEqualTo(new Balance(3, 7));
    var settle = new LedgerEntry(3, draft(Kind.SETTLE, 2, -7, 2L));
    assertThat(settle.spent()).isEqualTo(5);
    assertThat(balance.plus(settle.draft())).isEqualTo(new Balance(5, 0));
    assertThatThrownBy(() -> balance.plus(draft(Kind.HOLD, -4, 4, null)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Draft draft(Kind kind, long available, long reserved, @Nullable Long hold) {
    return new Draft(1, kind, "key", available, reserved, hold, Instant.EPOCH);
  }
}
