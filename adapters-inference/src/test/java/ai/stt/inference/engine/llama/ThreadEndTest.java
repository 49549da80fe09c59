package ai.stt.inference.engine.llama;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class ThreadEndTest {
  private final CountDownLatch over = new CountDownLatch(1);

  private Thread endless() {
    return Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                over.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts this thread", e);
              }
            });
  }

  @Test
  void whatDoesNotEndIsLeftAfterTheTime() {
    assertThat(ThreadEnd.await(endless(), Duration.ofMillis(50))).isFalse();
    over.countDown();
  }

  @Test
  void anInterruptIsKeptAndCutsNothingShort() {
    Thread thread = endless();
    Thread.currentThread().interrupt();
    assertThat(ThreadEnd.await(thread, Duration.ofMillis(50))).isFalse();
    assertThat(Thread.interrupted()).isTrue();
    over.countDown();
    assertThat(ThreadEnd.await(thread, Duration.ofSeconds(20))).isTrue();
  }
}
