package ai.stt.app.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What a queue learns from the time that jobs take, on a clock of the test's. */
final class WorkQueueTimesTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

  private WorkQueue timed(int concurrency, int capacity) {
    return new WorkQueue(
        concurrency, capacity, Duration.ofSeconds(10), UnaryOperator.identity(), now::get);
  }

  private boolean pass(long seconds) {
    now.updateAndGet(instant -> instant.plusSeconds(seconds));
    return true;
  }

  private static Duration refusal(WorkQueue queue) {
    try {
      var job = queue.submit(() -> 1);
      throw new AssertionError("accepted: " + job);
    } catch (SpeechException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED);
      return e.retryAfter().orElseThrow();
    }
  }

  @Test
  void whoIsTurnedAwayIsToldWhenAPlaceShouldBeFree() throws Exception {
    var release = new CountDownLatch(1);
    try (var queue = timed(1, 3)) {
      assertThat(queue.submit(() -> pass(8)).get(10, TimeUnit.SECONDS)).isTrue();
      for (int i = 0; i < 20; i++) {
        var failing =
            queue.submit(
                () -> {
                  throw new IllegalStateException("at once");
                });
        assertThatThrownBy(() -> failing.get(10, TimeUnit.SECONDS)).isNotNull();
      }
      var started = new CountDownLatch(1);
      var held =
          queue.submit(
              () -> {
                started.countDown();
                return release.await(10, TimeUnit.SECONDS);
              });
      started.await();
      List<CompletableFuture<Integer>> waiting = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        waiting.add(queue.submit(() -> 1));
      }
      assertThat(refusal(queue)).isEqualTo(Duration.ofSeconds(8));
      pass(3);
      assertThat(refusal(queue)).isEqualTo(Duration.ofSeconds(5));
      pass(9);
      assertThat(refusal(queue)).isEqualTo(Duration.ofSeconds(12));
      release.countDown();
      assertThat(held.get(10, TimeUnit.SECONDS)).isTrue();
      assertThat(waiting.getLast().get(10, TimeUnit.SECONDS)).isEqualTo(1);
    }
  }

  @Test
  void theNextOfSeveralToEndIsWhatAPlaceIsExpectedFrom() throws Exception {
    var release = new CountDownLatch(1);
    try (var queue = timed(2, 0)) {
      assertThat(queue.submit(() -> pass(20)).get(10, TimeUnit.SECONDS)).isTrue();
      List<CompletableFuture<Boolean>> held = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        var started = new CountDownLatch(1);
        while (queue.running() > i) {
          Thread.onSpinWait();
        }
        held.add(
            queue.submit(
                () -> {
                  started.countDown();
                  return release.await(10, TimeUnit.SECONDS);
                }));
        started.await();
        pass(6);
      }
      assertThat(refusal(queue)).isEqualTo(Duration.ofSeconds(8));
      release.countDown();
      assertThat(held.getLast().get(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void anOwnerIsChargedWithTheTimeThatHisJobsTake() throws Exception {
    List<String> order = new CopyOnWriteArrayList<>();
    List<CompletableFuture<Boolean>> all = new ArrayList<>();
    var release = new CountDownLatch(1);
    try (var queue = timed(1, 20)) {
      all.add(
          queue.submit(Priority.INTERACTIVE, "other", () -> release.await(10, TimeUnit.SECONDS)));
      for (int i = 1; i <= 2; i++) {
        String name = "long" + i;
        all.add(queue.submit(Priority.INTERACTIVE, "long", () -> order.add(name) && pass(40)));
      }
      for (int i = 1; i <= 4; i++) {
        String name = "short" + i;
        all.add(queue.submit(Priority.INTERACTIVE, "short", () -> order.add(name) && pass(1)));
      }
      release.countDown();
      for (var job : all) {
        assertThat(job.get(10, TimeUnit.SECONDS)).isTrue();
      }
    }
    assertThat(order).containsExactly("long1", "short1", "short2", "short3", "short4", "long2");
  }
}
