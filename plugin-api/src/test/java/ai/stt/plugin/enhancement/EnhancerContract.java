package ai.stt.plugin.enhancement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every enhancer does. A plugin's test extends it and says what to test it on. */
@Timeout(120)
public abstract class EnhancerContract {
  /** Between the same sound in pieces of different sizes. */
  private static final float ROUNDING = 2e-4f;

  private Enhancer enhancer;

  /** Loads the model; it is closed after the test. */
  protected abstract Enhancer load() throws Exception;

  /** A few seconds of clean speech at the model's rate, its peak between 0.1 and 0.9. */
  protected abstract float[] speech() throws Exception;

  @BeforeEach
  final void loadModel() throws Exception {
    enhancer = load();
  }

  @AfterEach
  final void closeModel() {
    enhancer.close();
  }

  @Test
  void theRateAndTheDelayAreToldAndUsable() throws Exception {
    assertThat(enhancer.sampleRateHz()).isPositive();
    assertThat(48_000 % enhancer.sampleRateHz()).isZero();
    assertThat(enhancer.delaySamples()).isBetween(1, enhancer.sampleRateHz() / 10);
  }

  @Test
  void noiseIsTakenOutAndSpeechStays() throws Exception {
    float[] clean = speech();
    float[] noisy = mixed(clean, noise(clean.length, level(clean) * 0.56));

    float[] enhanced = enhance(noisy, 4_800);

    assertThat(sdr(clean, enhanced)).isGreaterThan(sdr(clean, noisy) + 4);
  }

  @Test
  void cleanSpeechStaysAsItIsAndWhereItIs() throws Exception {
    float[] clean = speech();

    assertThat(sdr(clean, enhance(clean, clean.length))).isGreaterThan(10);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 479, 480, 481, 1_439, 1_440, 1_441, 10_007})
  void asMuchComesOutAsWentIn(int length) throws Exception {
    float[] sound = Arrays.copyOf(speech(), length);

    assertThat(enhance(sound, Math.max(1, length)).length).isEqualTo(length);
    assertThat(enhance(sound, 160).length).isEqualTo(length);
  }

  @Test
  void noMoreIsHeldBackThanWasTold() throws Exception {
    float[] sound = speech();
    int fed = 0;
    int given = 0;
    try (var stream = enhancer.open(EnhancementOptions.DEFAULT)) {
      for (int at = 0; at + 333 <= Math.min(sound.length, 40_000); at += 333) {
        given += stream.feed(Arrays.copyOfRange(sound, at, at + 333)).length;
        fed += 333;
        assertThat(fed - given).isBetween(0, enhancer.delaySamples());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {97, 480, 7_919})
  void theSizeOfThePiecesChangesNoMoreThanRounding(int piece) throws Exception {
    float[] noisy = mixed(speech(), noise(speech().length, 0.02));
    float[] whole = enhance(noisy, noisy.length);

    float[] pieces = enhance(noisy, piece);

    assertThat(pieces.length).isEqualTo(whole.length);
    for (int i = 0; i < whole.length; i++) {
      assertThat(pieces[i]).as("sample %d", i).isCloseTo(whole[i], within(ROUNDING));
    }
  }

  @Test
  void silenceStaysSilence() throws Exception {
    for (float sample : enhance(new float[enhancer.sampleRateHz()], 4_800)) {
      assertThat(sample).isCloseTo(0, within(1e-6f));
    }
  }

  @Test
  void whateverComesInNumbersComeOut() throws Exception {
    float[] rough = noise(enhancer.sampleRateHz(), 3);
    for (int i = 0; i < rough.length; i++) {
      rough[i] = i % 3 == 0 ? 1 : Math.clamp(rough[i] + 0.5f, -1, 1);
    }
    for (float sample : enhance(rough, 4_800)) {
      assertThat(Float.isFinite(sample)).isTrue();
    }
  }

  @Test
  void anAttenuationLimitLeavesThatMuchOfTheNoise() throws Exception {
    float[] noise = noise(2 * enhancer.sampleRateHz(), 0.05);
    float[] free = enhance(noise, 4_800);
    float[] limited = enhance(noise, 4_800, new EnhancementOptions(12));
    float[] untouched = enhance(noise, 4_800, new EnhancementOptions(0));

    double limit = 20 * Math.log10(level(limited) / level(noise));
    assertThat(level(free)).isLessThan(level(limited));
    assertThat(limit).isBetween(-13.0, -6.0);
    assertThat(sdr(noise, untouched)).isGreaterThan(60);
  }

  @Test
  void streamsAtTheSameTimeDoNotDisturbEachOther() throws Exception {
    float[] speech = speech();
    float[] noise = noise(speech.length, 0.1);
    float[] alone = enhance(speech, 4_800);
    try (var threads = Executors.newFixedThreadPool(2)) {
      List<Callable<float[]>> both =
          List.of(() -> enhance(speech, 4_800), () -> enhance(noise, 4_800));
      assertThat(threads.invokeAll(both).getFirst().get()).isEqualTo(alone);
    }
  }

  private float[] enhance(float[] sound, int piece) {
    return enhance(sound, piece, EnhancementOptions.DEFAULT);
  }

  private float[] enhance(float[] sound, int piece, EnhancementOptions options) {
    List<float[]> parts = new ArrayList<>();
    try (var stream = enhancer.open(options)) {
      for (int at = 0; at < sound.length; at += piece) {
        parts.add(stream.feed(Arrays.copyOfRange(sound, at, Math.min(sound.length, at + piece))));
      }
      parts.add(stream.finish());
    }
    float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  private static float[] mixed(float[] a, float[] b) {
    float[] sum = new float[a.length];
    for (int i = 0; i < a.length; i++) {
      sum[i] = a[i] + b[i];
    }
    return sum;
  }

  private static float[] noise(int length, double level) {
    var random = new Random(7);
    float[] noise = new float[length];
    for (int i = 0; i < length; i++) {
      noise[i] = (float) (random.nextGaussian() * level);
    }
    return noise;
  }

  private static double level(float[] sound) {
    double power = 0;
    for (float sample : sound) {
      power += sample * sample;
    }
    return Math.sqrt(power / sound.length);
  }

  /** Scale-invariant signal-to-distortion ratio, dB (Le Roux et al., 2019). */
  private static double sdr(float[] wanted, float[] heard) {
    double dot = 0;
    double power = 0;
    for (int i = 0; i < wanted.length; i++) {
      dot += wanted[i] * heard[i];
      power += wanted[i] * wanted[i];
    }
    double scale = dot / power;
    double signal = 0;
    double distortion = 0;
    for (int i = 0; i < wanted.length; i++) {
      double part = scale * wanted[i];
      signal += part * part;
      distortion += (heard[i] - part) * (heard[i] - part);
    }
    return 10 * Math.log10(signal / (distortion + 1e-20));
  }
}
