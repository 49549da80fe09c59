package ai.stt.plugin.voiceactivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.stt.speech.audio.PcmChunk;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every voice activity detector keeps to. A plugin's test extends this. */
public abstract class VoiceActivityDetectorContract {
  private static final int FRAME = PcmChunk.FRAME_SAMPLES;

  /** The detector under test; the subclass closes it. */
  protected abstract VoiceActivityDetector detector();

  @Test
  void speechIsHeardAndSilenceIsNot() {
    float[] speech = feedAll(SpokenSample.read());
    float[] silence = feedAll(new float[FRAME * 100]);

    assertThat(speech).hasSize(94);
    assertThat(share(speech)).isBetween(0.4, 1.0);
    assertThat(share(silence)).isZero();
  }

  @Test
  void probabilitiesAreProbabilitiesWhateverIsHeard() {
    var random = new Random(1);
    float[] noise = new float[FRAME * 20];
    float[] square = new float[FRAME * 20];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) random.nextGaussian() * 10; // far beyond full scale
      square[i] = i % 40 < 20 ? 1 : -1;
    }
    for (float[] sound : new float[][] {noise, square}) {
      for (float probability : feedAll(sound)) {
        assertThat(probability).isBetween(0f, 1f);
      }
    }
  }

  @Test
  void piecesOfAnyNumberOfFramesGiveTheSameAsTheWhole() {
    float[] samples = SpokenSample.read();
    float[] whole = feedAll(samples);
    try (VoiceActivityStream stream = detector().open()) {
      int at = 0;
      for (int frames = 1; at < samples.length; frames++) {
        int to = Math.min(samples.length, at + frames * FRAME);
        float[] part = stream.feed(Arrays.copyOfRange(samples, at, to));
        assertThat(part).isEqualTo(Arrays.copyOfRange(whole, at / FRAME, at / FRAME + part.length));
        at = to;
      }
    }
  }

  @Test
  void twoStreamsDoNotDisturbEachOther() {
    float[] samples = SpokenSample.read();
    float[] alone = feedAll(samples);
    try (VoiceActivityStream one = detector().open();
        VoiceActivityStream other = detector().open()) {
      for (int at = 0; at + FRAME <= samples.length; at += FRAME) {
        other.feed(new float[FRAME]);
        float[] heard = one.feed(Arrays.copyOfRange(samples, at, at + FRAME));
        assertThat(heard).containsExactly(alone[at / FRAME]);
      }
    }
  }

  @Test
  void onlyTheLastFrameMayBeCutShort() {
    try (VoiceActivityStream stream = detector().open()) {
      assertThat(stream.feed(new float[0])).isEmpty();
      assertThat(stream.feed(new float[FRAME + 1])).hasSize(2);
      assertThatIllegalStateException().isThrownBy(() -> stream.feed(new float[FRAME]));
    }
  }

  @Test
  void aClosedStreamSaysSoAndMayBeClosedAgain() {
    VoiceActivityStream stream = detector().open();
    stream.close();
    stream.close();
    assertThatIllegalStateException().isThrownBy(() -> stream.feed(new float[FRAME]));
  }

  private float[] feedAll(float[] samples) {
    try (VoiceActivityStream stream = detector().open()) {
      return stream.feed(samples);
    }
  }

  private static double share(float[] probabilities) {
    int speech = 0;
    for (float probability : probabilities) {
      speech += probability >= 0.5 ? 1 : 0;
    }
    return (double) speech / probabilities.length;
  }
}
