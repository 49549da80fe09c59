package ai.stt.app.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class PeriodicWritesTest {
  @Test
  void aTaskThatFailsIsTriedAgainAndHindersNoOther() throws Exception {
    var third = new CountDownLatch(3);
    Runnable failing =
        () -> {
          throw new IllegalStateException("the storage is away");
        };
    try (var _ = new PeriodicWrites(Duration.ofMillis(1), List.of(failing, third::countDown))) {
      assertThat(third.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void closingWritesOnceMore() {
    var runs = new AtomicInteger();
    new PeriodicWrites(Duration.ofDays(1), List.of(runs::incrementAndGet)).close();
    assertThat(runs).hasValue(1);
  }
}
