package ai.stt.platform.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.speech.error.ErrorCode;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class JobTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final JobOrder ORDER =
      new JobOrder(
          7,
          "abcdefghijklmnopqrst-_",
          3,
          new JobOptions("base", null, null, false, 0),
          "key",
          false,
          null,
          NOW);

  @Test
  void aJobGivenBackWasNoAttemptButALostOneWas() {
    Job.Running running = new Job.Queued(ORDER, 0).taken("w", NOW);
    assertThat(running.attempts()).isEqualTo(1);
    assertThat(running.givenBack().attempts()).isZero();
    assertThat(running.lost().attempts()).isEqualTo(1);
    assertThat(running.lost().taken("other", NOW).isSameAttempt(running)).isFalse();
    assertThat(running.isSameAttempt(new Job.Queued(ORDER, 1))).isFalse();
  }

  @Test
  void onlyEndedJobsHaveEnded() {
    Job.Running running = new Job.Queued(ORDER, 0).taken("w", NOW);
    assertThat(running.ended()).isFalse();
    assertThat(running.completed(NOW, 1).ended()).isTrue();
    assertThat(running.canceled(NOW).started()).isEqualTo(NOW);
    assertThat(new Job.Queued(ORDER, 0).failed(NOW, ErrorCode.INTERNAL, "why").started()).isNull();
    assertThat(running.completed(NOW.plusSeconds(1), 1).finished()).isEqualTo(NOW.plusSeconds(1));
  }

  @Test
  void slugsDifferAndAreNeverTakenForNumbers() {
    var random = new SecureRandom();
    var slugs =
        IntStream.range(0, 1000).mapToObj(i -> Slug.random(random)).collect(Collectors.toSet());
    assertThat(slugs).hasSize(1000).allMatch(Slug::isSlug);
    assertThat(Slug.isSlug(Long.toString(Long.MAX_VALUE))).isFalse();
    assertThatThrownBy(() -> new JobOrder(1, "short", 1, ORDER.options(), null, false, null, NOW))
        .hasMessageContaining("slug");
  }
}
