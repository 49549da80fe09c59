package ai.stt.app.enhancement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimiterTest {
  private static final int RATE = 48_000;
  private static final float CEILING = 0.88f;

  /** EBU Tech 3341, cases 15 to 19: sines whose peaks lie between the samples. */
  @ParameterizedTest
  @CsvSource({
    "4, 0, 0.5, -6",
    "4, 45, 0.5, -6",
    "6, 60, 0.5, -6",
    "8, 67.5, 0.5, -6",
    "4, 45, 1.41, 3"
  })
  void peaksBetweenTheSamplesAreFound(int divisor, double degrees, double amplitude, double db) {
    var peaks = new TruePeak(1);
    float highest = 0;
    for (int i = 0; i < RATE; i++) {
      double angle = 2 * Math.PI * i / divisor + Math.toRadians(degrees);
      float peak = peaks.next(new float[] {(float) (amplitude * Math.sin(angle))}, 0);
      if (i > 1_000) { // the start of a sine is no sine
        highest = Math.max(highest, peak);
      }
    }
    assertThat(20 * Math.log10(highest)).isBetween(db - 0.4, db + 0.2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void noPeakPassesTheCeiling(int channels) {
    var random = new Random(1);
    float[] loud = new float[RATE * channels];
    for (int i = 0; i < loud.length; i++) {
      double burst = i % 9_000 < 300 ? 1.5 : 0.1;
      loud[i] = (float) (random.nextGaussian() * burst);
    }
    float[] out = limit(loud, channels, 1, loud.length);

    var peaks = new TruePeak(channels);
    float highest = 0;
    for (int i = 0; i < out.length; i += channels) {
      highest = Math.max(highest, peaks.next(out, i));
    }
    assertThat(out).hasSameSizeAs(loud);
    assertThat(20 * Math.log10(highest / CEILING)).isLessThan(0.05);
    assertThat(highest).isGreaterThan(CEILING * 0.8f);
  }

  @Test
  void whatStaysBelowIsNotTouched() {
    float[] quiet = new float[RATE];
    for (int i = 0; i < quiet.length; i++) {
      quiet[i] = (float) (0.4 * Math.sin(i * 0.05));
    }
    float[] out = limit(quiet, 1, 2, 10_007);

    for (int i = 0; i < quiet.length; i++) {
      assertThat(out[i]).isCloseTo(2 * quiet[i], within(1e-6f));
    }
  }

  @Test
  void theSizeOfThePiecesChangesNothing() {
    float[] loud = new float[20_000];
    var random = new Random(2);
    for (int i = 0; i < loud.length; i++) {
      loud[i] = (float) random.nextGaussian();
    }
    assertThat(limit(loud, 2, 1, 38)).isEqualTo(limit(loud, 2, 1, loud.length));
  }

  @Test
  void newSamplesLieOnTheCurve() {
    var interpolator = new Interpolator(3);
    float[] out = new float[3 * 400];
    for (int i = 0; i < 400; i++) {
      interpolator.next((float) Math.sin(i * 1.1), out, 3 * i, 1);
    }
    for (int i = 300; i < 900; i++) {
      double place = i / 3.0 - Interpolator.DELAY;
      assertThat((double) out[i]).isCloseTo(Math.sin(place * 1.1), within(2e-3));
    }
  }

  private static float[] limit(float[] sound, int channels, float gain, int piece) {
    var limiter = new Limiter(RATE, channels, CEILING);
    List<float[]> parts = new ArrayList<>();
    for (int at = 0; at < sound.length; at += piece) {
      int end = Math.min(sound.length, at + piece);
      parts.add(limiter.feed(Arrays.copyOfRange(sound, at, end), gain));
    }
    parts.add(limiter.finish());
    float[] out = new float[parts.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, out, at, part.length);
      at += part.length;
    }
    return out;
  }
}
