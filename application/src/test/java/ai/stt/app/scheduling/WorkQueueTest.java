package ai.stt.app.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WorkQueueTest {
  @Test
  void ofTwoHundredJobsAtOnceEachRunsOnceOrIsTurnedAway() throws Exception {
    var ran = new AtomicInteger();
    var atOnce = new AtomicInteger();
    var most = new AtomicInteger();
    int refused = 0;
    List<CompletableFuture<Integer>> accepted = new ArrayList<>();
    try (var queue = new WorkQueue(2, 10, Duration.ofSeconds(10))) {
      for (int i = 0; i < 200; i++) {
        try {
          accepted.add(
              queue.submit(
                  () -> {
                    most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                    Thread.sleep(2);
                    atOnce.decrementAndGet();
                    return ran.incrementAndGet();
                  }));
        } catch (SpeechException e) {
          assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED);
          refused++;
        }
      }
      for (var job : accepted) {
        assertThat(job.get(10, TimeUnit.SECONDS)).isPositive();
      }
    }
    assertThat(accepted.size() + refused).isEqualTo(200);
    assertThat(accepted).hasSizeGreaterThanOrEqualTo(12);
    assertThat(ran).hasValue(accepted.size());
    assertThat(most.get()).isBetween(1, 2);
  }

  @Test
  void aCanceledJobThatWaitsNeverRuns() throws Exception {
    var release = new CountDownLatch(1);
    var ran = new AtomicBoolean();
    try (var queue = new WorkQueue(1, 5, Duration.ofSeconds(10))) {
      var first = queue.submit(() -> release.await(10, TimeUnit.SECONDS));
      var second =
          queue.submit(
              () -> {
                ran.set(true);
                return true;
              });

      second.cancel(false);

      assertThat(queue.waiting()).isZero();
      release.countDown();
      assertThat(first.get(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(ran).isFalse();
  }

  @Test
  void closingLetsRunningJobsFinishWithinTheGraceAndRefusesNewOnes() throws Exception {
    var queue = new WorkQueue(1, 5, Duration.ofSeconds(10));
    var job =
        queue.submit(
            () -> {
              Thread.sleep(100);
              return "done";
            });

    queue.close();

    assertThat(job.get(0, TimeUnit.SECONDS)).isEqualTo("done");
    assertThatThrownBy(() -> queue.submit(() -> 1))
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SHUTTING_DOWN));
  }

  @Test
  void aJobThatOutlivesTheGraceIsInterrupted() {
    var interrupted = new AtomicBoolean();
    var started = new CountDownLatch(1);
    var queue = new WorkQueue(1, 5, Duration.ofMillis(50));
    var job =
        queue.submit(
            () -> {
              started.countDown();
              try {
                Thread.sleep(60_000);
              } catch (InterruptedException e) {
                interrupted.set(true);
                throw e;
              }
              return 1;
            });
    awaitUninterruptibly(started);

    queue.close();

    assertThat(job).isCompletedExceptionally();
    assertThat(interrupted).isTrue();
  }

  @Test
  void jobsThatStillWaitAfterTheGraceAreTold() {
    var started = new CountDownLatch(1);
    var queue = new WorkQueue(1, 5, Duration.ofMillis(1));
    var running =
        queue.submit(
            () -> {
              started.countDown();
              Thread.sleep(60_000);
              return 1;
            });
    var waiting = queue.submit(() -> 2);
    awaitUninterruptibly(started);

    queue.close();

    assertThat(running).isCompletedExceptionally();
    assertThat(waiting).isCompletedExceptionally();
    assertThatThrownBy(() -> JobResult.await(waiting, Duration.ZERO, "work"))
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SHUTTING_DOWN));
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anInterruptThatAJobLeavesBehindDoesNotReachTheNext() throws Exception {
    var release = new CountDownLatch(1);
    try (var queue = new WorkQueue(1, 5, Duration.ofSeconds(10))) {
      var first =
          queue.submit(
              () -> {
                release.await();
                Thread.currentThread().interrupt();
                return true;
              });
      var second = queue.submit(() -> Thread.currentThread().isInterrupted());
      release.countDown();
      assertThat(first.get(10, TimeUnit.SECONDS)).isTrue();
      assertThat(second.get(10, TimeUnit.SECONDS)).isFalse();
    }
  }

  @Test
  void aLostThreadsPlaceIsGivenToAnotherAndTakenBackWhenItReturns() throws Exception {
    var release = new CountDownLatch(1);
    var thread = new CompletableFuture<Thread>();
    var why = new SpeechException(ErrorCode.MODEL_UNAVAILABLE, "it loops");
    try (var queue = new WorkQueue(1, 5, Duration.ofSeconds(10))) {
      var lost =
          queue.submit(
              () -> {
                thread.complete(Thread.currentThread());
                return release.await(10, TimeUnit.SECONDS);
              });
      var next = queue.submit(() -> "done");
      assertThat(queue.giveUp(new Thread(), why)).isFalse();
      assertThat(queue.giveUp(thread.get(), why)).isTrue();
      assertThat(queue.giveUp(thread.get(), why)).isFalse();

      assertThatThrownBy(() -> JobResult.await(lost, Duration.ofSeconds(10), "work")).isSameAs(why);
      assertThat(next.get(10, TimeUnit.SECONDS)).isEqualTo("done");
      assertThat(queue.places()).isEqualTo(2);
      release.countDown();
      while (queue.places() != 1) {
        Thread.onSpinWait();
      }
      assertThat(queue.submit(() -> "again").get(10, TimeUnit.SECONDS)).isEqualTo("again");
    }
  }

  @Test
  void ownersTakeTurnsAndTheUrgentComesFirst() throws Exception {
    var release = new CountDownLatch(1);
    var started = new CountDownLatch(1);
    List<String> order = new CopyOnWriteArrayList<>();
    List<CompletableFuture<Boolean>> all = new ArrayList<>();
    try (var queue = new WorkQueue(1, 20, Duration.ofSeconds(10))) {
      all.add(
          queue.submit(
              () -> {
                started.countDown();
                return release.await(10, TimeUnit.SECONDS);
              }));
      started.await();
      for (int i = 1; i <= 3; i++) {
        String name = "greedy" + i;
        all.add(queue.submit(Priority.INTERACTIVE, "greedy", () -> order.add(name)));
      }
      all.add(queue.submit(Priority.BATCH, "patient", () -> order.add("patient")));
      all.add(queue.submit(Priority.INTERACTIVE, "modest", () -> order.add("modest")));
      all.add(queue.submit(Priority.LIVE, "speaking", () -> order.add("speaking")));
      assertThat(queue.waiting()).isEqualTo(6);
      assertThat(queue.running()).isEqualTo(1);
      release.countDown();
      for (var job : all) {
        assertThat(job.get(10, TimeUnit.SECONDS)).isTrue();
      }
    }
    assertThat(order)
        .containsExactly("speaking", "greedy1", "modest", "greedy2", "greedy3", "patient");
  }

  @Test
  void workThatLastsLeavesPlacesToWorkThatIsBrief() throws Exception {
    var release = new CountDownLatch(1);
    var started = new CountDownLatch(6);
    List<CompletableFuture<Boolean>> lasting = new ArrayList<>();
    try (var queue = new WorkQueue(8, 4, Duration.ofSeconds(10))) {
      for (int i = 0; i < 10; i++) {
        lasting.add(
            queue.submit(
                Priority.INTERACTIVE,
                "hours",
                false,
                () -> {
                  started.countDown();
                  return release.await(10, TimeUnit.SECONDS);
                }));
      }
      started.await();
      assertThat(queue.running()).isEqualTo(6);
      assertThat(queue.waiting()).isEqualTo(4);
      assertThatThrownBy(() -> queue.submit(Priority.INTERACTIVE, "hours", false, () -> true))
          .isInstanceOfSatisfying(
              SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED));

      var brief = queue.submit(Priority.INTERACTIVE, "seconds", () -> true);
      assertThat(brief.get(10, TimeUnit.SECONDS)).isTrue();
      release.countDown();
      for (var job : lasting) {
        assertThat(job.get(10, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  @Test
  void whenAThreadIsLostTheNextThatLastsHasItsPlace() throws Exception {
    var release = new CountDownLatch(1);
    var threads = new LinkedBlockingQueue<Thread>();
    try (var queue = new WorkQueue(4, 5, Duration.ofSeconds(10))) {
      List<CompletableFuture<Boolean>> lasting = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        lasting.add(
            queue.submit(
                Priority.BATCH,
                "hours",
                false,
                () -> threads.add(Thread.currentThread()) && release.await(10, TimeUnit.SECONDS)));
      }
      for (int i = 0; i < 2; i++) {
        threads.take();
      }
      Thread third = threads.take();
      while (queue.running() < 3 || queue.waiting() > 1) {
        Thread.onSpinWait();
      }
      assertThat(threads).isEmpty();
      assertThat(queue.giveUp(third, new SpeechException(ErrorCode.INTERNAL, "lost"))).isTrue();
      assertThat(threads.take()).isNotSameAs(third);
      release.countDown();
      assertThat(lasting.getLast().get(10, TimeUnit.SECONDS)).isTrue();
    }
  }
}
