package ai.stt.app.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class LiveCapacityTest {
  private final AtomicLong nanos = new AtomicLong();
  private final LiveCapacity capacity = new LiveCapacity(LiveSettings.DEFAULT, nanos::get);

  @Test
  void asManyAreLetInAsCanLookInTurnWithinTheLongestDelay() {
    capacity.measured("base", 0.5);
    LiveCapacity.Place first = capacity.enter("base");
    capacity.enter("base");

    assertThatThrownBy(() -> capacity.enter("base"))
        .isInstanceOf(SpeechException.class)
        .hasMessageContaining("try again later");
    first.close();
    first.close();
    assertThat(capacity.sessions()).isEqualTo(1);
    capacity.enter("base");
  }

  @Test
  void looksThatTurnOutSlowerLetFewerIn() {
    capacity.measured("base", 0.1);
    LiveCapacity.Place place = capacity.enter("base");
    for (int i = 0; i < 60; i++) {
      long began = place.begin();
      nanos.addAndGet(1_000_000_000);
      assertThat(place.end(began)).isEqualTo(1);
    }
    assertThatThrownBy(() -> capacity.enter("base")).isInstanceOf(SpeechException.class);
  }

  @Test
  void looksThatShareTheDeviceAreCountedByTheirShare() {
    capacity.measured("base", 0.4);
    LiveCapacity.Place one = capacity.enter("base");
    LiveCapacity.Place two = capacity.enter("base");
    long first = one.begin();
    long second = two.begin();
    nanos.addAndGet(800_000_000);
    one.end(first);
    two.end(second);

    assertThat(capacity.cost("base").orElseThrow()).isBetween(0.39, 0.45);
  }

  @Test
  void aModelThatIsTooSlowAloneIsRefusedUntilItIsMeasuredAgain() {
    capacity.measured("large", 3);
    assertThatThrownBy(() -> capacity.enter("large"))
        .isInstanceOf(SpeechException.class)
        .hasMessageContaining("too slow");

    nanos.addAndGet(Duration.ofSeconds(16).toNanos());
    assertThat(capacity.cost("large")).isEmpty();
    capacity.measured("large", 0.4); // it was disturbed the time before
    capacity.enter("large").close();
    nanos.addAndGet(Duration.ofMinutes(4).toNanos());
    assertThat(capacity.cost("large")).isPresent();
    nanos.addAndGet(Duration.ofMinutes(2).toNanos());
    assertThat(capacity.cost("large")).isEmpty();
  }

  @Test
  void whoSendsFasterThanAllowedWaitsForTheExcess() {
    var pace = new Pace(4, nanos::get);
    assertThat(pace.add(10 * 16_000)).isZero();
    assertThat(pace.add(4 * 16_000)).isEqualTo(1_000_000_000);
    nanos.addAndGet(1_000_000_000);
    assertThat(pace.add(16_000)).isEqualTo(250_000_000);
    nanos.addAndGet(60_000_000_000L);
    assertThat(pace.add(16_000)).isZero();
  }
}
