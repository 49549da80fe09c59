package ai.stt.inference.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestartsTest {
  private final Restarts restarts = new Restarts();

  @Test
  void processesThatEndSoonAreWaitedForLongerEachTime() {
    List<Long> seconds = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      restarts.started();
      seconds.add(restarts.ended().toSeconds());
    }
    assertThat(seconds).containsExactly(0L, 1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
  }

  @Test
  void whoWouldWaitForLongIsToldWhenToComeAgain() {
    for (int i = 0; i < 4; i++) {
      var _ = restarts.ended();
    }
    assertThatCode(restarts::requireSoon).doesNotThrowAnyException();
    var _ = restarts.ended();
    assertThatThrownBy(restarts::requireSoon)
        .isInstanceOfSatisfying(
            SpeechException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED);
              assertThat(e.retryAfter().orElseThrow())
                  .isBetween(Duration.ofSeconds(6), Duration.ofSeconds(8));
            });
  }

  @Test
  void theFirstEndIsForgottenAtOnceAndThoseThatFollowAreNot() {
    var told = new ArrayList<String>();
    var _ = restarts.ended();
    restarts.whenLasting(() -> true, () -> told.add("first"));
    var _ = restarts.ended();
    restarts.whenLasting(() -> true, () -> told.add("second"));
    assertThat(told).containsExactly("first");
  }
}
