package ai.stt.inference.registry;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.operation.DeviceHealth;
import ai.stt.inference.plugin.testing.Eventually;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DeviceWorkTest {
  private final List<String> events = new CopyOnWriteArrayList<>();
  private final Semaphore gate = new Semaphore(0);
  private final DeviceWork work =
      new DeviceWork(
          new DeviceCare(new DeviceHealth(), true, () -> -1, true, this::renew),
          new ModelRoom(
              Long.MAX_VALUE, Duration.ofSeconds(1), List::of, Set.of(), new Replacements()),
          () -> {
            events.add("models leave");
            return List.of();
          });

  @Test
  void whoMeetsTheSameLossGoesOnWhenTheEnginesAreNewAndTheModelsHaveLeft() throws Exception {
    Thread first = meetTheLoss();
    Eventually.holds(() -> events.contains("renewing"));
    Thread second = meetTheLoss();
    Eventually.holds(
        () ->
            EnumSet.of(Thread.State.BLOCKED, Thread.State.TERMINATED).contains(second.getState()));
    gate.release();
    first.join();
    second.join();

    assertThat(events)
        .containsExactly("renewing", "engines are new", "models leave", "goes on", "goes on");
  }

  private Thread meetTheLoss() {
    return Thread.ofPlatform()
        .start(
            () -> {
              work.lost("it fell off the bus");
              events.add("goes on");
            });
  }

  private void renew() {
    events.add("renewing");
    gate.acquireUninterruptibly();
    events.add("engines are new");
  }
}
