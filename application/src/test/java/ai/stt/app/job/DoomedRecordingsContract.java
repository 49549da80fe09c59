package ai.stt.app.job;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.testing.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of doomed recordings does. */
public abstract class DoomedRecordingsContract {
  private static final Duration PAUSE = Duration.ofSeconds(30);

  private final MovableClock clock = new MovableClock("2026-03-14T09:26:53Z");

  @SuppressWarnings("NullAway.Init") // set before each test
  private UnitOfWork work;

  /** Stores without contents. */
  protected abstract UnitOfWork emptyStores();

  @BeforeEach
  void begin() {
    work = emptyStores();
  }

  @Test
  void aRecordingIsDueOnlyFromItsTimeOn() {
    doomed(doomed -> doomed.add("later", clock.instant().plusSeconds(5)));
    doomed(doomed -> doomed.add("now", clock.instant()));
    assertThat(due(10)).containsExactly("now");
    doomed(doomed -> doomed.remove(List.of("now", "unknown")));
    clock.move(Duration.ofSeconds(5));
    assertThat(due(10)).containsExactly("later");
  }

  @Test
  void whatIsTakenIsDueForNobodyElseUntilItsNextTime() {
    doomed(doomed -> doomed.add("stuck", clock.instant().minusSeconds(9)));
    doomed(doomed -> doomed.add("next", clock.instant()));
    assertThat(due(1)).containsExactly("stuck");
    assertThat(due(10)).containsExactly("next");
    assertThat(due(10)).isEmpty();
    clock.move(PAUSE);
    assertThat(due(10)).containsExactlyInAnyOrder("stuck", "next");
  }

  private void doomed(Consumer<DoomedRecordings> use) {
    work.run(stores -> use.accept(stores.get(DoomedRecordings.class)));
  }

  private List<String> due(int most) {
    Instant now = clock.instant();
    return work.in(stores -> stores.get(DoomedRecordings.class).due(now, now.plus(PAUSE), most));
  }
}
