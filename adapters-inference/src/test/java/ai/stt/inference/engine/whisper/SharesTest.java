package ai.stt.inference.engine.whisper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SharesTest {
  private static final long MILLI = 1_000_000;

  @Test
  void withoutStreamsTheOthersAlwaysGoOn() {
    var shares = new Shares(0);
    for (int ms = 0; ms < 2000; ms++) {
      assertThat(shares.others(false, ms * MILLI)).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 0.2", "7, 0.2", "40, 0.23", "200, 0.33"}) // rounds are not cut
  void besideStreamsWithoutEndTheOthersGetAFifthAndNeverMuchAtOnce(int round, double part) {
    var shares = new Shares(0);
    long others = 0;
    long row = 0;
    long longest = 0;
    for (long ms = 0; ms < 60_000; ms += round) {
      if (shares.others(true, ms * MILLI)) {
        others += round;
        row += round;
        longest = Math.max(longest, row);
      } else {
        row = 0;
      }
    }
    assertThat(others / 60_000.0).isCloseTo(part, within(0.015));
    assertThat(longest).isLessThanOrEqualTo(100 + round);
  }

  @Test
  void aStreamThatBeginsComesFirstAtOnce() {
    var shares = new Shares(0);
    assertThat(shares.others(false, 5_000 * MILLI)).isTrue();
    assertThat(shares.others(true, 6_001 * MILLI)).as("however long a window took").isFalse();
  }

  @Test
  void aTimeWithoutWindowsCountsForNobody() {
    var shares = new Shares(0);
    assertThat(shares.others(true, 0)).isFalse();
    assertThat(shares.others(true, 100 * MILLI)).isFalse();
    shares.idle();
    assertThat(shares.others(true, 9_000 * MILLI)).isFalse();
    assertThat(shares.others(true, 9_300 * MILLI)).isFalse();
    assertThat(shares.others(true, 9_400 * MILLI)).isTrue();
  }
}
