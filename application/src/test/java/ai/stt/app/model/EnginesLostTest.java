package ai.stt.app.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import org.junit.jupiter.api.Test;

class EnginesLostTest {
  private static final Duration LEFT = Duration.ofSeconds(8);

  private static SpeechException repeated(SpeechException... ends) {
    Iterator<SpeechException> next = Arrays.asList(ends).iterator();
    EnginesLost.Work<Object> work =
        () -> {
          throw next.next();
        };
    return catchThrowableOfType(SpeechException.class, () -> EnginesLost.repeat(work));
  }

  @Test
  void workThatFindsNoProcessHasNotBegun() {
    assertThat(EnginesLost.fate(repeated(EnginesLost.awaited(LEFT))))
        .contains(EnginesLost.Fate.NOT_BEGUN);
  }

  @Test
  void workThatFindsNoProcessAfterItsOwnHasEndedWasInIt() {
    SpeechException lost = EnginesLost.told(new IllegalStateException("it ended"));
    SpeechException told = repeated(lost, lost, EnginesLost.awaited(LEFT));
    assertThat(EnginesLost.fate(told)).contains(EnginesLost.Fate.GIVEN_UP);
    assertThat(told.retryAfter()).contains(LEFT);
  }
}
