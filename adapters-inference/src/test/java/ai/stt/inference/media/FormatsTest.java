package ai.stt.inference.media;

import static ai.stt.inference.media.MediaRecipe.wav;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;

import ai.stt.app.transcription.DecodedAudio;
import ai.stt.inference.media.MediaRecipe.Promised;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every promised format, and the odd shapes of sound that they come in. */
class FormatsTest extends DecoderTest {
  private static final double SECONDS = 4.5;

  /** Encoders fill the last frame up with silence. */
  private static final int LAST_FRAME = 800;

  private static final float[] ORIGINAL = SpokenTone.samples(16_000, SECONDS);

  @ParameterizedTest
  @EnumSource
  void everyPromisedFormatIsHeardInFull(Promised format) throws Exception {
    Path file = write("sound." + format, format.recipe);
    float[] heard = Decoded.all(decoder, file);
    SpokenTone.Fit fit = SpokenTone.fit(ORIGINAL, heard, 2_500);
    assertThat(fit.correlation()).isGreaterThan(0.9);
    assertThat(Math.abs(fit.lag())).isLessThanOrEqualTo(format.maxLag);
    assertThat(heard.length).isCloseTo(ORIGINAL.length, within(format.maxLag + LAST_FRAME));
  }

  @Test
  void aFileIsRecognisedByItsContentAndNotByItsName() throws Exception {
    Path file = write("video.mp3", Promised.MP4.recipe);
    assertHeard(Decoded.all(decoder, file));
  }

  @Test
  void theClaimedDurationIsThatOfTheContainer() throws Exception {
    try (DecodedAudio audio = decoder.open(write("a", Promised.M4A.recipe))) {
      assertThat(audio.claimedDuration().orElseThrow()).isCloseTo(SECONDS, within(0.1));
    }
  }

  @Test
  void theRepositorysOwnSampleHasItsElevenSeconds() throws Exception {
    assertThat(Decoded.all(decoder, Path.of("..", "samples", "jfk.flac"))).hasSize(176_000);
  }

  @Test
  void ofTwoTracksTheOneThatIsMeantToBeHeardIsHeard() throws Exception {
    MediaRecipe recipe = Promised.MKV.recipe.with(Map.of("default_mode", "passthrough"));
    float[] speech = SpokenTone.samples(recipe.rateHz(), SECONDS);
    float[] silence = new float[speech.length];
    assertHeard(
        Decoded.all(
            decoder, MediaFile.writeTracks(folder.resolve("a"), recipe, 1, silence, speech)));
    assertHeard(
        Decoded.all(
            decoder, MediaFile.writeTracks(folder.resolve("b"), recipe, 0, speech, silence)));
  }

  @Test
  void telephoneSoundIsHeard() throws Exception {
    assertHeard(Decoded.all(decoder, write("a", wav("pcm_mulaw", AV_SAMPLE_FMT_S16, 8_000, 1))));
  }

  @Test
  void sixChannelsAreMixedDownWithoutClipping() throws Exception {
    for (MediaRecipe recipe :
        List.of(
            wav("pcm_f32le", AV_SAMPLE_FMT_FLT, 48_000, 6),
            MediaRecipe.audio("matroska", "ac3", AV_SAMPLE_FMT_FLTP, 48_000, 6))) {
      float[] loud = SpokenTone.samples(48_000, SECONDS);
      for (int i = 0; i < loud.length; i++) {
        loud[i] *= 0.99f / 0.8f;
      }
      float[] heard = Decoded.all(decoder, MediaFile.write(folder.resolve("six"), recipe, loud));
      assertHeard(heard);
      float peak = 0;
      for (float sample : heard) {
        peak = Math.max(peak, Math.abs(sample));
      }
      assertThat(peak).isBetween(0.3f, 0.999f);
    }
  }

  @Test
  void valuesThatAreNoNumbersBecomeSilenceAndLoudOnesAreLimited() throws Exception {
    float[] samples = SpokenTone.samples(16_000, 2);
    samples[100] = Float.NaN;
    samples[200] = Float.POSITIVE_INFINITY;
    samples[300] = Float.NEGATIVE_INFINITY;
    samples[400] = 1e30f;
    samples[500] = -7f;
    Path file =
        MediaFile.write(
            folder.resolve("a"), wav("pcm_f32le", AV_SAMPLE_FMT_FLT, 16_000, 1), samples);
    float[] heard = Decoded.all(decoder, file);
    assertThat(heard).hasSize(samples.length);
    assertThat(List.of(heard[100], heard[200], heard[300], heard[400], heard[500]))
        .containsExactly(0f, 0f, 0f, 1f, -1f);
    assertThat(heard[600]).isEqualTo(samples[600]);
  }

  @Test
  void aTagWithALargePictureInFrontDoesNotHideTheSound() throws Exception {
    int picture = 3 << 20;
    byte[] tag = new byte[10 + picture];
    System.arraycopy(
        new byte[] {
          'I',
          'D',
          '3',
          4,
          0,
          0,
          (byte) (picture >> 21),
          (byte) (picture >> 14 & 0x7F),
          (byte) (picture >> 7 & 0x7F),
          (byte) (picture & 0x7F)
        },
        0,
        tag,
        0,
        10);
    Path file = folder.resolve("tagged");
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(tag);
      out.write(Files.readAllBytes(write("a.mp3", Promised.MP3.recipe)));
    }
    assertHeard(Decoded.all(decoder, file));
  }

  @Test
  void whatIsLeftOfATruncatedFileIsHeard() throws Exception {
    for (Promised format : List.of(Promised.MP3, Promised.WAV, Promised.FLAC, Promised.MKV)) {
      Path whole = write(format + ".whole", format.recipe);
      byte[] bytes = Files.readAllBytes(whole);
      Path half = folder.resolve(format + ".half");
      Files.write(half, Arrays.copyOf(bytes, bytes.length * 2 / 3));
      float[] heard = Decoded.all(decoder, half);
      assertThat(heard.length)
          .as(format.name())
          .isBetween(ORIGINAL.length / 2, ORIGINAL.length * 3 / 4);
    }
  }

  @Test
  void damageInTheMiddleIsSkipped() throws Exception {
    for (Promised format : List.of(Promised.MP3, Promised.AAC, Promised.FLAC, Promised.OGG)) {
      Path file = write(format.name(), format.recipe);
      byte[] bytes = Files.readAllBytes(file);
      Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 3_000, (byte) 0x55);
      Files.write(file, bytes);
      assertThat(Decoded.all(decoder, file).length)
          .as(format.name())
          .isBetween(ORIGINAL.length * 7 / 10, ORIGINAL.length * 11 / 10);
    }
  }

  private static void assertHeard(float[] heard) {
    SpokenTone.Fit fit = SpokenTone.fit(ORIGINAL, heard, 600);
    assertThat(fit.correlation()).isGreaterThan(0.9);
    assertThat(heard.length).isCloseTo(ORIGINAL.length, within(LAST_FRAME));
  }

  private Path write(String name, MediaRecipe recipe) {
    return MediaFile.write(
        folder.resolve(name), recipe, SpokenTone.samples(recipe.rateHz(), SECONDS));
  }
}
