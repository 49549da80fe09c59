package ai.stt.plugin.speaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.stt.plugin.diarization.TwoVoices;
import ai.stt.plugin.voiceactivity.SpokenSample;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every model keeps to that tells voices. A plugin's test extends this. */
@Timeout(120)
public abstract class SpeakerEmbedderContract {
  private static final float[] SPOKEN = SpokenSample.read();

  /** The model under test; the subclass closes it. */
  protected abstract SpeakerEmbedder embedder();

  @Test
  void oneVoiceIsNearItselfAndFarFromAnother() {
    float[] early = embedder().embed(Arrays.copyOfRange(SPOKEN, 0, 26_000));
    float[] late = embedder().embed(Arrays.copyOfRange(SPOKEN, 22_000, 48_000));
    float[] other = embedder().embed(TwoVoices.higher(SPOKEN, 1.5));

    assertThat(dot(early, early)).isCloseTo(1, within(1e-4));
    assertThat(other).hasSameSizeAs(early);
    assertThat(dot(early, late)).isGreaterThan(dot(early, other) + 0.2);
  }

  @Test
  void inSilenceOrABlinkNobodyIsHeard() {
    assertThat(embedder().embed(new float[0])).isEmpty();
    assertThat(embedder().embed(Arrays.copyOfRange(SPOKEN, 8000, 9000))).isEmpty();
    assertThat(embedder().embed(new float[16_000])).isEmpty();
  }

  @Test
  void theSoundIsNotChangedAndAFewMoreSamplesAreNoReasonToFail() {
    float[] given = Arrays.copyOfRange(SPOKEN, 0, 16_000);
    float[] before = given.clone();
    embedder().embed(given);
    assertThat(given).isEqualTo(before);
    for (int length : new int[] {15_999, 16_001, 16_159, 16_161}) {
      assertThat(embedder().embed(Arrays.copyOfRange(SPOKEN, 0, length))).isNotEmpty();
    }
  }

  @Test
  void severalAtOnceGiveWhatEachGivesAlone() throws Exception {
    float[] alone = embedder().embed(SPOKEN);
    try (var threads = Executors.newFixedThreadPool(3)) {
      Callable<float[]> again = () -> embedder().embed(SPOKEN);
      for (Future<float[]> vector : threads.invokeAll(List.of(again, again, again))) {
        assertThat(dot(vector.get(), alone)).isCloseTo(1, within(1e-4));
      }
    }
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
