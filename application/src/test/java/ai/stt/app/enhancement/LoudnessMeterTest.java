package ai.stt.app.enhancement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoudnessMeterTest {
  private static final int RATE = 48_000;
  private final float[] buffer = new float[2 * RATE / 10];

  /** EBU Tech 3341, cases 1 to 5: a stereo sine of 1 kHz, pairs of level (dBFS) and seconds. */
  @ParameterizedTest
  @CsvSource({
    "-23 20, -23",
    "-33 20, -33",
    "-36 10 -23 60 -36 10, -23",
    "-72 10 -36 10 -23 60 -36 10 -72 10, -23",
    "-26 20 -20 20.1 -26 20, -23"
  })
  void theTestSignalsOfTheEbuReadAsTheyShould(String parts, double lufs) {
    var meter = new LoudnessMeter(RATE, 2);
    String[] numbers = parts.split(" ", -1);
    for (int i = 0; i < numbers.length; i += 2) {
      sine(meter, Double.parseDouble(numbers[i]), Double.parseDouble(numbers[i + 1]));
    }
    assertThat(meter.integratedLufs().orElseThrow()).isCloseTo(lufs, within(0.1));
  }

  /** Numbers of pyloudnorm; see {@code src/test/python/loudness.py}. */
  @ParameterizedTest
  @CsvSource({"48000, 2, -9.6104", "44100, 2, -9.623", "48000, 1, -12.6282", "16000, 1, -12.9865"})
  void noiseOfAnyRateReadsAsWithAnotherMeter(int rate, int channels, double lufs) {
    var meter = new LoudnessMeter(rate, channels);
    long state = 12_345;
    float[] frame = new float[channels];
    for (int i = 0; i < rate * 9; i++) {
      double level = i / rate % 3 != 0 ? 0.3 : 0.01;
      for (int c = 0; c < channels; c++) {
        state = (1_103_515_245L * state + 12_345) & 0x7fff_ffffL;
        frame[c] = (float) (level * (state / (double) (1 << 30) - 1));
      }
      meter.add(frame);
    }
    assertThat(meter.integratedLufs().orElseThrow()).isCloseTo(lufs, within(0.05));
  }

  @Test
  void silenceAndWhatIsTooShortHaveNoLoudness() {
    var meter = new LoudnessMeter(RATE, 1);
    assertThat(meter.integratedLufs()).isEmpty();
    meter.add(new float[10 * RATE]);
    assertThat(meter.integratedLufs()).isEmpty();
    var brief = new LoudnessMeter(RATE, 2);
    sine(brief, -10, 0.3);
    assertThat(brief.integratedLufs()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -69})
  void theLoudestAndTheFaintestAreMeasured(int db) {
    var meter = new LoudnessMeter(RATE, 2);
    sine(meter, db, 2);
    assertThat(meter.integratedLufs().orElseThrow()).isCloseTo(db, within(0.1));
  }

  /** In pieces of a tenth of a second, so that nothing long lies in memory. */
  private void sine(LoudnessMeter meter, double db, double seconds) {
    double amplitude = Math.pow(10, db / 20);
    for (int piece = 0; piece < Math.round(seconds * 10); piece++) {
      for (int i = 0; i < buffer.length / 2; i++) {
        double angle = 2 * Math.PI * 1_000 * i / RATE; // a piece holds whole periods
        buffer[2 * i] = (float) (amplitude * Math.sin(angle));
        buffer[2 * i + 1] = buffer[2 * i];
      }
      meter.add(buffer);
    }
  }
}
