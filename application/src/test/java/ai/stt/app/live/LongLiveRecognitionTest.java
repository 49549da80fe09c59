package ai.stt.app.live;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.testing.SpokenNumbers;
import ai.stt.speech.error.SpeechException;
import ai.stt.speech.transcript.Transcript;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LongLiveRecognitionTest {
  @Test
  void twoHoursAreHeldInNoMoreMemoryThanTheirText() throws Exception {
    var spoken = new SpokenNumbers(0.01, () -> {});
    var counted = new Counted();
    var interval = Duration.ofSeconds(1);
    LiveRecognition recognition =
        Recognitions.of(counted, spoken, Duration.ofMillis(600), interval, null, () -> 0);
    float[] tenMinutes = SpokenNumbers.floats(SpokenNumbers.say(1, 1560, 1));
    long before = used();
    List<Double> cost = new ArrayList<>();
    double heardBefore = 0;
    for (int part = 0; part < 12; part++) {
      for (int at = 0; at < tenMinutes.length; at += 1600) {
        int to = Math.min(tenMinutes.length, at + 1600);
        recognition.hear(Arrays.copyOfRange(tenMinutes, at, to), 0);
      }
      double now = spoken.heardSeconds().stream().mapToDouble(Double::doubleValue).sum();
      cost.add(now - heardBefore);
      heardBefore = now;
    }
    long after = used();
    recognition.finish();

    assertThat(counted.words).isBetween(12 * 1540L, 12 * 1580L);
    assertThat(cost.getLast()).isLessThan(1.2 * cost.getFirst());
    assertThat(after - before).as("bytes").isLessThan(32L << 20); // the sound has 460 MB
  }

  /** What stays in use when what is not is gone. */
  private static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** Forgets what it is told. */
  private static final class Counted implements LiveListener {
    private long words;

    @Override
    public void on(LiveEvent event) {
      if (event instanceof LiveEvent.Final said) {
        words += said.segment().words().size();
      }
    }

    @Override
    public void failed(SpeechException reason, Transcript said) {
      throw reason;
    }
  }
}
