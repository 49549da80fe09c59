package ai.stt.inference.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;

import ai.stt.app.transcription.DecodedAudio;
import ai.stt.inference.media.MediaRecipe.Promised;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files as recorders, pipes and telephones leave them, which the usual encoders do not make. */
final class OddFilesTest extends DecoderTest {
  private static final double SECONDS = 4.5;
  private static final float[] ORIGINAL = SpokenTone.samples(16_000, SECONDS);
  private static final int LAST_FRAME = 1_200;

  @ParameterizedTest(name = "{0} bits, {1} channels, extensible: {2}")
  @CsvSource({
    "8, 1, false",
    "8, 2, false",
    "24, 1, false",
    "24, 2, false",
    "32, 1, false",
    "16, 8, false",
    "16, 8, true",
    "24, 8, true"
  })
  void samplesOfEverySizeAndEightSpeakersAreHeard(int bits, int channels, boolean extensible)
      throws Exception {
    byte[] wav =
        new WavBytes(bits, channels, 48_000, extensible).of(SpokenTone.samples(48_000, SECONDS));
    assertHeard(Decoded.all(decoder, Files.write(folder.resolve("a.wav"), wav)), ORIGINAL);
  }

  /** A program that writes into a pipe cannot go back and tell the sizes. */
  @ParameterizedTest(name = "sizes of {0}")
  @CsvSource({"0", "-1", "2147483647"})
  void aWavFromAPipeIsHeardToItsEnd(int size) throws Exception {
    byte[] wav = new WavBytes(16, 1, 16_000, false).of(ORIGINAL, size, size);
    assertHeard(Decoded.all(decoder, Files.write(folder.resolve("a.wav"), wav)), ORIGINAL);
  }

  @Test
  void theRateMayChangeWithinAnMp3() throws Exception {
    var joined = new ByteArrayOutputStream();
    for (int rateHz : new int[] {44_100, 32_000}) {
      MediaRecipe recipe =
          MediaRecipe.audio("mp3", "libmp3lame", AV_SAMPLE_FMT_FLTP, rateHz, 1)
              .with(Map.of("write_xing", "0", "id3v2_version", "0"));
      Path part = folder.resolve(rateHz + ".mp3");
      float[] samples = SpokenTone.samples(rateHz, SECONDS);
      joined.write(Files.readAllBytes(MediaFile.write(part, recipe, samples)));
    }

    float[] heard =
        Decoded.all(decoder, Files.write(folder.resolve("joined.mp3"), joined.toByteArray()));

    assertThat(heard.length).isCloseTo(2 * ORIGINAL.length, within(3 * LAST_FRAME));
    float[] first = Arrays.copyOf(heard, ORIGINAL.length);
    float[] second =
        Arrays.copyOfRange(heard, heard.length - ORIGINAL.length - LAST_FRAME, heard.length);
    for (float[] part : new float[][] {first, second}) {
      assertThat(SpokenTone.fit(ORIGINAL, part, 2_500).correlation()).isGreaterThan(0.9);
    }
  }

  @Test
  void anAudiobookIsHeard() throws Exception {
    MediaRecipe recipe = Promised.M4A.recipe.with(Map.of("brand", "M4B "));
    Path file =
        MediaFile.write(folder.resolve("a.m4b"), recipe, SpokenTone.samples(44_100, SECONDS));
    assertThat(Arrays.copyOfRange(Files.readAllBytes(file), 4, 12))
        .asString()
        .isEqualTo("ftypM4B ");
    assertHeard(Decoded.all(decoder, file), ORIGINAL);
  }

  @Test
  void whatIsLeftOfAnMp4WithItsIndexInFrontIsHeard() throws Exception {
    MediaRecipe recipe = Promised.MP4.recipe.with(Map.of("movflags", "faststart"));
    byte[] whole =
        Files.readAllBytes(
            MediaFile.write(
                folder.resolve("a.mp4"), recipe, SpokenTone.samples(recipe.rateHz(), SECONDS)));
    byte[] cut = Arrays.copyOf(whole, whole.length * 2 / 3);

    float[] heard = Decoded.all(decoder, Files.write(folder.resolve("cut.mp4"), cut));

    assertThat(heard.length).isBetween(ORIGINAL.length / 2, ORIGINAL.length * 3 / 4);
    assertThat(SpokenTone.fit(ORIGINAL, heard, 600).correlation()).isGreaterThan(0.9);
  }

  /** As a browser records: the header is written before anybody knows the end. */
  @Test
  void aLiveWebmClaimsNoLengthAndIsHeardInFull() throws Exception {
    MediaRecipe recipe = Promised.WEBM.recipe.with(Map.of("live", "1"));
    Path file =
        MediaFile.write(
            folder.resolve("a.webm"), recipe, SpokenTone.samples(recipe.rateHz(), SECONDS));
    try (DecodedAudio audio = decoder.open(file)) {
      assertThat(audio.claimedDuration()).isEmpty();
    }
    assertHeard(Decoded.all(decoder, file), ORIGINAL);
  }

  /** What many telephones record; the encoder is not part of every FFmpeg. */
  @Test
  void theSoundOfTelephonesIsHeard() throws Exception {
    assertThat(avcodec_find_encoder_by_name("libopencore_amrnb")).isNotNull();
    MediaRecipe recipe = MediaRecipe.audio("amr", "libopencore_amrnb", AV_SAMPLE_FMT_S16, 8_000, 1);
    Path file =
        MediaFile.write(folder.resolve("a.amr"), recipe, SpokenTone.samples(8_000, SECONDS));

    float[] heard = Decoded.all(decoder, file);

    assertThat(SpokenTone.fit(ORIGINAL, heard, 2_500).correlation()).isGreaterThan(0.7);
    assertThat(heard.length).isCloseTo(ORIGINAL.length, within(LAST_FRAME));
  }

  private static void assertHeard(float[] heard, float[] original) {
    assertThat(SpokenTone.fit(original, heard, 600).correlation()).isGreaterThan(0.9);
    assertThat(heard.length).isCloseTo(original.length, within(LAST_FRAME));
  }
}
