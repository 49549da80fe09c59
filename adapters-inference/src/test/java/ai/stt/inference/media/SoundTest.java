package ai.stt.inference.media;

import static ai.stt.inference.media.MediaRecipe.wav;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;

import ai.stt.app.enhancement.DecodedSound;
import ai.stt.app.transcription.DecodedAudio;
import ai.stt.inference.media.MediaRecipe.Promised;
import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Sound at other rates than that of speech models, and with two channels. */
class SoundTest extends DecoderTest {
  private static final int RATE_HZ = 44_100;

  @Test
  void theTwoSidesOfAStereoFileStayApart() throws Exception {
    float[] left = tone(440, RATE_HZ);
    float[] right = tone(1_000, RATE_HZ);
    float[] both = read(write(2, left, right), 48_000, 2, 2);

    assertThat(both.length / 2).isCloseTo(48_000, within(1));
    assertThat(crossings(side(both, 0))).isCloseTo(880, within(4));
    assertThat(crossings(side(both, 1))).isCloseTo(2_000, within(4));
    assertThat(max(side(both, 0))).isCloseTo(0.5f, within(0.01f));
  }

  @Test
  void monoStaysMonoAndStereoBecomesMonoWhenOneChannelIsWanted() throws Exception {
    float[] tone = tone(440, RATE_HZ);

    assertThat(max(read(write(1, tone), 48_000, 2, 1))).isCloseTo(0.5f, within(0.01f));
    assertThat(max(read(write(2, tone, tone), 16_000, 1, 1))).isCloseTo(0.5f, within(0.01f));
  }

  @Test
  void speechWithItsSidesIsTheSameSpeech() throws Exception {
    Path file = write(2, tone(440, RATE_HZ), tone(1_000, RATE_HZ));

    try (DecodedAudio plain = decoder.open(file);
        DecodedAudio sided = decoder.openSides(file)) {
      var heard = new ArrayList<Float>();
      for (PcmChunk chunk = sided.read(); chunk != null; chunk = sided.read()) {
        var sides = Objects.requireNonNull(sided.sides());
        assertThat(sides.left()).hasSameSizeAs(chunk.samples());
        assertThat(max(sides.right())).isCloseTo(0.5f, within(0.01f));
        for (float sample : chunk.samples()) {
          heard.add(sample);
        }
      }
      int at = 0;
      for (PcmChunk chunk = plain.read(); chunk != null; chunk = plain.read()) {
        for (float sample : chunk.samples()) {
          assertThat(heard.get(at++)).isCloseTo(sample, within(1e-3f));
        }
      }
      assertThat(heard).hasSize(at);
      assertThat(plain.sides()).isNull();
    }
    try (DecodedAudio mono = decoder.openSides(write(1, tone(440, RATE_HZ)))) {
      assertThat(mono.read()).isNotNull();
      assertThat(mono.sides()).isNull();
    }
  }

  @Test
  void sixChannelsBecomeTwo() throws Exception {
    var recipe = wav("pcm_f32le", AV_SAMPLE_FMT_FLT, 48_000, 6);
    Path file = MediaFile.write(folder.resolve("six"), recipe, tone(440, 48_000));

    float[] heard = read(file, 48_000, 2, 2);

    assertThat(heard).hasSize(96_000);
    assertThat(max(heard)).isBetween(0.2f, 1f);
  }

  @Test
  void theSoundOfAVideoIsHeard() throws Exception {
    Path file = MediaFile.write(folder.resolve("v"), Promised.MP4.recipe, tone(440, 48_000));

    assertThat(max(read(file, 48_000, 2, 2))).isCloseTo(0.5f, within(0.1f));
  }

  @Test
  void whatIsNoNumberDoesNotGetThroughWhenTheRateIsChanged() throws Exception {
    float[] rough = tone(440, RATE_HZ);
    rough[1_000] = Float.NaN;
    rough[2_000] = Float.POSITIVE_INFINITY;
    rough[3_000] = -3e38f;

    float[] heard = read(write(2, rough, tone(440, RATE_HZ)), 48_000, 2, 2);

    for (float sample : heard) {
      assertThat(sample).isBetween(-1f, 1f);
    }
    assertThat(max(Arrays.copyOfRange(heard, 48_000, 96_000))).isCloseTo(0.5f, within(0.01f));
  }

  @Test
  void whatIsNoSoundIsRefusedAsEverywhere() throws Exception {
    Path text = Files.writeString(folder.resolve("text"), "no sound");

    assertThatThrownBy(() -> decoder.openSound(text, 48_000, 2))
        .isInstanceOfSatisfying(
            SpeechException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED_MEDIA));
  }

  private static float[] read(Path file, int rate, int maxChannels, int channels)
      throws InterruptedException {
    var bytes = new ByteArrayOutputStream();
    try (DecodedSound sound = decoder.openSound(file, rate, maxChannels)) {
      assertThat(sound.channels()).isEqualTo(channels);
      for (float[] part = sound.read(); part != null; part = sound.read()) {
        assertThat(part.length % channels).isZero();
        var buffer = ByteBuffer.allocate(part.length * Float.BYTES);
        buffer.asFloatBuffer().put(part);
        bytes.writeBytes(buffer.array());
      }
    }
    float[] all = new float[bytes.size() / Float.BYTES];
    ByteBuffer.wrap(bytes.toByteArray()).asFloatBuffer().get(all);
    return all;
  }

  /** A WAV file of 32-bit floats. */
  private Path write(int channels, float[]... sides) throws IOException {
    int frames = sides[0].length;
    var out = ByteBuffer.allocate(44 + frames * channels * 4).order(ByteOrder.LITTLE_ENDIAN);
    out.put("RIFF".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
        .putInt(out.capacity() - 8)
        .put("WAVEfmt ".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
        .putInt(16)
        .putShort((short) 3)
        .putShort((short) channels)
        .putInt(RATE_HZ)
        .putInt(RATE_HZ * channels * 4)
        .putShort((short) (channels * 4))
        .putShort((short) 32)
        .put("data".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
        .putInt(frames * channels * 4);
    for (int i = 0; i < frames; i++) {
      for (float[] side : sides) {
        out.putFloat(side[i]);
      }
    }
    return Files.write(Files.createTempFile(folder, "sound", ".wav"), out.array());
  }

  private static float[] tone(double hz, int rate) {
    float[] tone = new float[rate];
    for (int i = 0; i < rate; i++) {
      tone[i] = (float) (0.5 * Math.sin(2 * Math.PI * hz * i / rate));
    }
    return tone;
  }

  private static float[] side(float[] both, int channel) {
    float[] side = new float[both.length / 2];
    for (int i = 0; i < side.length; i++) {
      side[i] = both[2 * i + channel];
    }
    return side;
  }

  private static int crossings(float[] sound) {
    int count = 0;
    for (int i = 1; i < sound.length; i++) {
      if ((sound[i] < 0) != (sound[i - 1] < 0)) {
        count++;
      }
    }
    return count;
  }

  private static float max(float[] sound) {
    float max = 0;
    for (float sample : sound) {
      max = Math.max(max, sample);
    }
    return max;
  }
}
