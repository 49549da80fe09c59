package ai.stt.model.pyannote;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.plugin.transcription.ArrayPcmSource;
import ai.stt.speech.audio.PcmChunk;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowsTest {
  private static final int SECOND = PcmChunk.SAMPLE_RATE_HZ;

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "159999, 1",
    "160000, 1",
    "160001, 2",
    "200000, 2",
    "200001, 3",
    "240000, 3",
    "320000, 5",
    "330000, 6",
    "960000, 21"
  })
  void exactlyTheLastWindowIsTheLast(int samples, int count) throws Exception {
    List<Windows.Sound> sounds = all(samples, 1600);
    assertThat(sounds).hasSize(count);
    assertThat(sounds.getLast().last()).isTrue();
    assertThat(sounds.subList(0, count - 1)).noneMatch(Windows.Sound::last);
    assertThat(sounds.getLast().start() + Windows.SAMPLES).isGreaterThanOrEqualTo(samples);
  }

  @Test
  void eachHearsItsPartOfTheRecordingAndThenSilence() throws Exception {
    int samples = 13 * SECOND + 7;
    for (Windows.Sound sound : all(samples, 1001)) {
      for (int i = 0; i < Windows.SAMPLES; i++) {
        long at = sound.start() + i;
        if (sound.samples()[i] != (at < samples ? at + 1 : 0)) {
          throw new AssertionError("at " + at);
        }
      }
    }
  }

  @Test
  void whatIsEmptyHasNone() throws Exception {
    assertThat(all(0, 100)).isEmpty();
  }

  private static List<Windows.Sound> all(int samples, int chunk) throws InterruptedException {
    var windows = new Windows(new ArrayPcmSource(counting(samples), chunk));
    List<Windows.Sound> all = new ArrayList<>();
    List<Windows.Sound> next = windows.next(4);
    while (!next.isEmpty()) {
      all.addAll(next);
      next = windows.next(4);
    }
    assertThat(windows.heardSamples()).isEqualTo(samples);
    return all;
  }

  /** Each sample tells its place, from 1. */
  private static float[] counting(int samples) {
    float[] all = new float[samples];
    for (int i = 0; i < samples; i++) {
      all[i] = i + 1;
    }
    return all;
  }
}
