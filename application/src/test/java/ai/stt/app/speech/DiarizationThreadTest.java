package ai.stt.app.speech;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
final class DiarizationThreadTest {
  @Test
  void workThatEndsWhenItIsToldToIsWaitedFor() throws Exception {
    var letGo = new AtomicBoolean();
    var diarization =
        new DiarizationThread(
            (audio, canceled) -> {
              try {
                while (audio.read() != null) {}
                return List.of();
              } finally {
                letGo.set(true);
              }
            },
            () -> false);
    diarization.close();

    assertThat(letGo).isTrue();
  }

  @Test
  void workThatCannotBeInterruptedIsNotWaitedForForEver() throws Exception {
    var work = new CountDownLatch(1);
    var ended = new CountDownLatch(1);
    var interrupted = new AtomicBoolean();
    var diarization =
        new DiarizationThread(
            (audio, canceled) -> {
              while (work.getCount() > 0) {
                try {
                  work.await();
                } catch (InterruptedException e) {
                  interrupted.set(true);
                }
              }
              ended.countDown();
              return List.of();
            },
            () -> false,
            Duration.ofMillis(50));
    diarization.close();
    assertThat(ended.getCount()).as("it has not ended yet").isEqualTo(1);

    Thread.currentThread().interrupt();
    diarization.close();
    assertThat(Thread.interrupted()).as("who closes stays interrupted").isTrue();
    work.countDown();
    assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(interrupted).isTrue();
  }
}
