package ai.stt.http.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ListenersTest {
  private final Listeners listeners = new Listeners();
  private final Deque<Listeners.Listener> inside = new ArrayDeque<>();

  @Test
  void oneAccountLeavesPlacesForTheOthers() {
    enter(1, Listeners.MOST_OF_ONE);
    refused(ErrorCode.RATE_LIMITED, () -> listeners.enter(1));
    enter(2, 1);
  }

  @Test
  void placesEndAndComeBackOnceEach() {
    for (int account = 0; account < Listeners.MOST / Listeners.MOST_OF_ONE; account++) {
      enter(account, Listeners.MOST_OF_ONE);
    }
    refused(ErrorCode.OVERLOADED, () -> listeners.enter(99));
    Listeners.Listener first = inside.pop();
    first.close();
    first.close();
    enter(99, 1);
    refused(ErrorCode.OVERLOADED, () -> listeners.enter(98));
    inside.forEach(Listeners.Listener::close);
    enter(1, Listeners.MOST_OF_ONE);
  }

  private void enter(long account, int times) {
    for (int i = 0; i < times; i++) {
      inside.push(listeners.enter(account));
    }
  }

  private static void refused(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(SpeechException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
