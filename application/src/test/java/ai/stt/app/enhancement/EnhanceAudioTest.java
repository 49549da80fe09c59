package ai.stt.app.enhancement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.stt.app.model.ChooseModel;
import ai.stt.app.scheduling.WorkQueue;
import ai.stt.app.testing.FakeEnhancer;
import ai.stt.app.testing.FakeModels;
import ai.stt.app.testing.FakeSound;
import ai.stt.plugin.Capability;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EnhanceAudioTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Path FILE = Path.of("speech.mp4");
  private static final int RATE = 48_000;

  @TempDir Path folder;

  private final FakeEnhancer enhancer = new FakeEnhancer(RATE);
  private final FakeEnhancer narrow = new FakeEnhancer(16_000);
  private final FakeModels models =
      new FakeModels()
          .live(Capability.ENHANCEMENT, "clean", enhancer)
          .live(Capability.ENHANCEMENT, "narrow", narrow)
          .installable(Capability.ENHANCEMENT, "absent");
  private final WorkQueue queue = new WorkQueue(1, 1, Duration.ofMillis(100));

  @AfterEach
  void closeQueue() {
    queue.close();
  }

  @Test
  void aRecordingComesOutAtEvenLoudnessWithBothChannelsInPlace() throws Exception {
    float[] quiet = noise(2 * 3 * RATE, 0.001);
    for (int i = 0; i < quiet.length; i += 2) {
      quiet[i] = 0.003f * (float) Math.sin(i * 0.05);
    }
    var sound = new FakeSound(quiet, RATE, 2);

    float[] out = wav(sound, "clean", 2);

    assertThat(out).hasSameSizeAs(quiet);
    var meter = new LoudnessMeter(RATE, 2);
    meter.add(out);
    assertThat(meter.integratedLufs().orElseThrow()).isCloseTo(-16, within(0.2));
    float gain = out[40_000] / quiet[40_000];
    for (int i = 0; i < quiet.length; i += 1_001) {
      assertThat(out[i]).isCloseTo(quiet[i] * gain, within(0.002f));
    }
    assertThat(sound.closed()).isEqualTo(1);
    assertThat(models.openLeases()).isZero();
    assertThat(enhancer.openStreams()).isZero();
  }

  @Test
  void noTruePeakPassesMinusOneWhateverTheLoudness() throws Exception {
    float[] spiky = noise(3 * RATE, 0.003);
    for (int i = 0; i < spiky.length; i += 5_000) {
      Arrays.fill(spiky, i, i + 3, 0.9f);
    }
    float[] out = wav(new FakeSound(spiky, RATE, 1), "clean", 1);

    assertThat(peakDb(out)).isLessThanOrEqualTo(-1);
  }

  @Test
  void peaksThatTheLimiterTurnsDownCostNoLoudness() throws Exception {
    float[] speech = noise(6 * RATE, 0.1);
    for (int i = 0; i < speech.length; i++) { // syllables, and higher peaks than noise has
      double syllable = Math.max(0, Math.sin(i * 2 * Math.PI * 3 / RATE));
      speech[i] *= (float) (Math.sqrt(Math.abs(speech[i])) * syllable);
    }
    var before = new LoudnessMeter(RATE, 1);
    before.add(speech);
    float[] out = wav(new FakeSound(speech, RATE, 1), "clean", 1);

    double gainDb = -16 - before.integratedLufs().orElseThrow();
    assertThat(peakDb(speech) + gainDb).isGreaterThan(2); // the limiter has much to do
    var meter = new LoudnessMeter(RATE, 1);
    meter.add(out);
    assertThat(meter.integratedLufs().orElseThrow()).isCloseTo(-16, within(0.5));
    assertThat(peakDb(out)).isLessThanOrEqualTo(-1);
  }

  @Test
  void aModelOfALowerRateGivesTheSameLengthAtTheFullRate() throws Exception {
    float[] tone = new float[16_000];
    for (int i = 0; i < tone.length; i++) {
      tone[i] = 0.2f * (float) Math.sin(2 * Math.PI * 440 * i / 16_000);
    }
    float[] out = wav(new FakeSound(tone, 16_000, 1), "narrow", 1);

    assertThat(out).hasSize(RATE);
    float gain = 0;
    for (float sample : out) {
      gain = Math.max(gain, sample / 0.2f);
    }
    for (int i = 100; i < out.length - 100; i++) {
      double wanted = gain * 0.2 * Math.sin(2 * Math.PI * 440 * i / RATE);
      assertThat((double) out[i]).isCloseTo(wanted, within(0.005));
    }
  }

  @Test
  void silenceStaysSilence() throws Exception {
    for (float sample : wav(new FakeSound(new float[2 * RATE], RATE, 2), "clean", 2)) {
      assertThat(sample).isZero();
    }
  }

  @Test
  void nothingStaysInTheSpool() throws Exception {
    wav(new FakeSound(noise(RATE, 0.1), RATE, 1), "clean", 1);

    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void aModelThatIsNotInstalledIsNamedWithTheCommandThatInstallsIt() {
    assertThatThrownBy(
            () -> use((f, r, c) -> new FakeSound(new float[0], r, c)).start(FILE, "absent"))
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_UNAVAILABLE))
        .hasMessageContaining("stt models pull absent");
    assertThatThrownBy(() -> use((f, r, c) -> new FakeSound(new float[0], r, c)).start(FILE, "x"))
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
        .hasMessageContaining("clean, narrow");
  }

  @Test
  void aRecordingThatIsTooLongIsRefusedByItsClaimOrAsItComes() {
    var claims = new FakeSound(new float[12 * RATE], RATE, 1);
    assertThatThrownBy(() -> wav(claims, "clean", 1)).hasMessageContaining("longer than 0 minutes");
    assertThat(claims.closed()).isEqualTo(1);
    assertThat(models.openLeases()).isZero();
  }

  @Test
  void whatIsHardlyLongerThanAllowedIsNotRefusedAfterTheWork() throws Exception {
    assertThat(wav(new FakeSound(noise(10 * RATE + 400, 0.1), RATE, 1), "clean", 1))
        .hasSize(10 * RATE + 400);
  }

  @Test
  void whatTheDecoderRefusesReachesTheCaller() {
    var refused = new SpeechException(ErrorCode.UNSUPPORTED_MEDIA, "the file is empty");
    var pending =
        use((file, rate, channels) -> {
              throw refused;
            })
            .start(FILE, null);

    assertThatThrownBy(() -> pending.await(LONG)).isSameAs(refused);
    assertThat(models.openLeases()).isZero();
  }

  @Test
  void cancelingEndsTheWorkAndGivesEverythingBack() throws Exception {
    var started = new CountDownLatch(1);
    var canceled = new CountDownLatch(1);
    var sound = new FakeSound(noise(5 * RATE, 0.1), RATE, 1);
    var use =
        use(
            (file, rate, channels) -> {
              started.countDown();
              canceled.await();
              return sound;
            });
    var pending = use.start(FILE, "clean");
    started.await();

    pending.cancel();
    canceled.countDown();

    assertThatThrownBy(() -> pending.await(LONG))
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELED));
    while (queue.running() > 0) {
      Thread.onSpinWait();
    }
    assertThat(sound.closed()).isEqualTo(1);
    assertThat(models.openLeases()).isZero();
    assertThat(enhancer.openStreams()).isZero();
  }

  private EnhanceAudio use(SoundDecoder decoder) {
    return new EnhanceAudio(
        new ChooseModel(models, models),
        models,
        decoder,
        queue,
        new EnhancementSettings("clean", 100, Duration.ofSeconds(10)),
        folder);
  }

  private float[] wav(FakeSound sound, String model, int channels) throws Exception {
    var pending = use((file, rate, most) -> sound).start(FILE, model);
    var bytes = new ByteArrayOutputStream();
    try (EnhancedSound result = pending.await(LONG).orElseThrow()) {
      pending.cancel(); // as a caller does in any case; the result is its own by now
      assertThat(result.model()).isEqualTo(model);
      assertThat(result.channels()).isEqualTo(channels);
      result.writeWav(bytes);
      assertThat(result.wavBytes()).isEqualTo(bytes.size());
      assertThat(result.duration()).isEqualTo((bytes.size() - 44) / 2.0 / channels / RATE);
    }
    assertThat(pending.progress()).hasValue(1);
    return samples(bytes.toByteArray(), channels);
  }

  private static float[] samples(byte[] wav, int channels) {
    ByteBuffer buffer = ByteBuffer.wrap(wav).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(new String(wav, 0, 4, java.nio.charset.StandardCharsets.US_ASCII)).isEqualTo("RIFF");
    assertThat(buffer.getInt(4)).isEqualTo(wav.length - 8);
    assertThat(buffer.getShort(22)).isEqualTo((short) channels);
    assertThat(buffer.getInt(24)).isEqualTo(RATE);
    assertThat(buffer.getShort(34)).isEqualTo((short) 16);
    assertThat(buffer.getInt(40)).isEqualTo(wav.length - 44);
    float[] samples = new float[(wav.length - 44) / 2];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = buffer.getShort(44 + 2 * i) / 32_767f;
    }
    return samples;
  }

  private static double peakDb(float[] sound) {
    var peaks = new TruePeak(1);
    float highest = 0;
    for (int i = 0; i < sound.length; i++) {
      highest = Math.max(highest, peaks.next(sound, i));
    }
    return 20 * Math.log10(highest);
  }

  private static float[] noise(int length, double level) {
    var random = new Random(3);
    float[] noise = new float[length];
    for (int i = 0; i < length; i++) {
      noise[i] = (float) (random.nextGaussian() * level);
    }
    return noise;
  }
}
