package ai.stt.inference.engine.whisper;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
  @ValueSource(ints = {1, 7, 40, 200})
  void besideStreamsWithoutEndTheOthersGetAFifthAndNeverMuchAtOnce(int round) {
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
    assertThat(others / 60_000.0).isBetween(0.15, 0.4);
    assertThat(longest).isLessThanOrEqualTo(100 + round);
  }

  @Test
  void aStreamThatBeginsComesFirstAtOnce() {
    var shares = new Shares(0);
    assertThat(shares.others(false, 5_000 * MILLI)).isTrue();
    assertThat(shares.others(true, 6_001 * MILLI)).as("however long a window took").isFalse();
  }
}
