package ai.stt.plugin.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RealFftTest {
  @ParameterizedTest
  @ValueSource(ints = {2, 4, 6, 8, 10, 12, 30, 120, 400, 512, 960})
  void aSpectrumIsTheSumOfItsDefinition(int size) {
    float[] samples = noise(size);
    var fft = new RealFft(size);
    float[] re = new float[fft.bins() + 3];
    float[] im = new float[fft.bins() + 3];

    fft.forward(samples, re, im, 3);

    for (int k = 0; k < fft.bins(); k++) {
      double wantedRe = 0;
      double wantedIm = 0;
      for (int n = 0; n < size; n++) {
        double angle = -2 * Math.PI * k * n / size;
        wantedRe += samples[n] * Math.cos(angle);
        wantedIm += samples[n] * Math.sin(angle);
      }
      assertThat((double) re[3 + k]).isCloseTo(wantedRe, within(2e-4));
      assertThat((double) im[3 + k]).isCloseTo(wantedIm, within(2e-4));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 10, 400, 512, 960})
  void thereAndBackIsTheSoundTimesTheLength(int size) {
    float[] samples = noise(size);
    var fft = new RealFft(size);
    float[] re = new float[fft.bins()];
    float[] im = new float[fft.bins()];
    float[] back = new float[size];

    fft.forward(samples, re, im, 0);
    fft.inverse(re, im, back);

    for (int n = 0; n < size; n++) {
      assertThat(back[n] / size).isCloseTo(samples[n], within(1e-5f));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 9, 14, 26})
  void aLengthThatWouldBeSlowOrOddIsRefused(int size) {
    assertThatThrownBy(() -> new RealFft(size)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void unchangedSpectraGiveTheSoundOneHopLate() {
    int hop = 480;
    float[] window = new float[2 * hop];
    for (int i = 0; i < window.length; i++) {
      window[i] = (float) Math.sin(Math.PI * (i + 0.5) / window.length);
    }
    float[] sound = noise(20 * hop);
    var transform = new LappedTransform(window);
    float[] re = new float[transform.bins()];
    float[] im = new float[transform.bins()];
    float[] out = new float[sound.length];

    for (int at = 0; at < sound.length; at += hop) {
      transform.analyse(sound, at, re, im, 0);
      transform.synthesise(re, im, out, at);
    }

    for (int i = hop; i < sound.length; i++) {
      assertThat(out[i]).isCloseTo(sound[i - hop], within(1e-5f));
    }
  }

  private static float[] noise(int size) {
    var random = new Random(size);
    float[] samples = new float[size];
    for (int i = 0; i < size; i++) {
      samples[i] = random.nextFloat() * 2 - 1;
    }
    return samples;
  }
}
