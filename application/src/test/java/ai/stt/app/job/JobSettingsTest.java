package ai.stt.app.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class JobSettingsTest {
  private static final JobSettings DEFAULT = JobSettings.DEFAULT;

  /** The lease ends, the next sign of life of another server finds it, an idle worker looks. */
  @Test
  void aDeadServersJobIsTakenOverWithinAMinute() {
    assertThat(DEFAULT.lease().plus(DEFAULT.beat()).plus(DEFAULT.poll()))
        .isLessThanOrEqualTo(Duration.ofMinutes(1));
    assertThat(DEFAULT.mostAttempts()).isGreaterThanOrEqualTo(2); // else it fails instead
  }

  @Test
  void anotherNumberOfWorkersChangesNothingElse() {
    JobSettings more = DEFAULT.withWorkers(7);
    assertThat(more.workers()).isEqualTo(7);
    assertThat(more.withWorkers(DEFAULT.workers())).isEqualTo(DEFAULT);
  }

  @Test
  void aLeaseThatTwoMissedSignsOfLifeEndIsRefused() {
    assertThatThrownBy(() -> settings(Duration.ofSeconds(10), Duration.ofSeconds(4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("three beats");
    assertThat(settings(Duration.ofSeconds(12), Duration.ofSeconds(4)).lease()).hasSeconds(12);
  }

  private static JobSettings settings(Duration lease, Duration beat) {
    return new JobSettings(1, 10, 2, lease, beat, DEFAULT.poll(), DEFAULT.patience());
  }
}
