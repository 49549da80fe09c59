package ai.stt.inference.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
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
  void afterOneThatLastedThoseThatCannotBeStartedAreWaitedForLongerEachTime() {
    var now = new AtomicLong();
    var late = new Restarts(now::get);
    late.started();
    List<Long> seconds = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      now.addAndGet(Duration.ofMinutes(2).toNanos()); // also a start that fails may take its time
      seconds.add(late.ended().toSeconds());
    }
    assertThat(seconds).containsExactly(0L, 1L, 2L, 4L);
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
