package ai.stt.http.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class OutboxTest {
  @Test
  void aClientThatDoesNotReadHoldsBackItsOwnStreamOnly() throws Exception {
    var outbox = new Outbox(Duration.ofSeconds(60));
    for (int i = 0; i < 1000; i++) {
      outbox.putPartial("partial " + i);
    }
    for (int i = 0; i < 64; i++) {
      outbox.put("final " + i);
    }
    var done = new CountDownLatch(1);
    Thread writer =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    outbox.put("one too many");
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  done.countDown();
                });
    while (writer.getState() != Thread.State.TIMED_WAITING) {
      assertThat(writer.isAlive()).as("who writes waits").isTrue();
      Thread.onSpinWait();
    }
    outbox.end();
    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
  }
}
