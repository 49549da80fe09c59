package ai.stt.inference.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;

import ai.stt.inference.media.MediaRecipe.Promised;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Tracks that begin late or were recorded with pauses: every sound keeps its time. */
class GapsTest extends DecoderTest {
  private static final int SECOND = 16_000;

  @ParameterizedTest
  @EnumSource(
      value = Promised.class,
      mode = Mode.INCLUDE,
      names = {"MP4", "WEBM", "MKV"})
  void whatIsBehindAPauseIsHeardAtItsTime(Promised format) throws Exception {
    int rate = format.recipe.rateHz();
    float[] heard = paused(format.recipe, at -> at < 2L * rate ? at : at + 3L * rate);
    assertThat(heard.length).isCloseTo(7 * SECOND, within(SECOND / 10));
    assertTone(heard, 0.2, 1.8);
    assertSilence(heard, 2.2, 4.8);
    assertTone(heard, 5.2, 6.8);
  }

  @ParameterizedTest
  @EnumSource(
      value = Promised.class,
      mode = Mode.INCLUDE,
      names = {"MP4", "WEBM", "MKV", "MOV"})
  void aTrackThatBeginsBehindThePictureIsHeardAtItsTime(Promised format) throws Exception {
    float[] heard = paused(format.recipe, at -> at + 5L * format.recipe.rateHz() / 2);
    assertThat(heard.length).isCloseTo(13 * SECOND / 2, within(SECOND / 10));
    assertSilence(heard, 0, 2.3);
    assertTone(heard, 2.7, 6.3);
  }

  @Test
  void theClockOfABroadcastMayBeSet() throws Exception {
    MediaRecipe recipe = MediaRecipe.audio("mpegts", "mp2", AV_SAMPLE_FMT_S16, 48_000, 2);
    long hours = 7_200L * recipe.rateHz();
    float[] heard = paused(recipe, at -> at < 96_000 ? at : at + hours);
    assertThat(heard.length).isCloseTo(4 * SECOND, within(SECOND / 4));
    assertTone(heard, 0.2, 1.8);
  }

  @Test
  void aRecordersClockThatIsALittleOffMakesNoGap() throws Exception {
    MediaRecipe recipe = MediaRecipe.audio("matroska", "aac", AV_SAMPLE_FMT_FLTP, 48_000, 1);
    float[] heard = paused(recipe, at -> at + at / 50);
    assertThat(heard.length).isCloseTo(4 * SECOND, within(SECOND / 10));
    assertTone(heard, 0.2, 3.8);
  }

  /** Four seconds of a tone, stamped with these times. */
  private float[] paused(MediaRecipe recipe, LongUnaryOperator clock) throws Exception {
    float[] tone = new float[4 * recipe.rateHz()];
    for (int i = 0; i < tone.length; i++) {
      tone[i] = (float) (0.5 * Math.sin(2 * Math.PI * 440 * i / recipe.rateHz()));
    }
    return Decoded.all(
        decoder, MediaFile.writePaused(folder.resolve("paused"), recipe, clock, tone));
  }

  private static void assertTone(float[] heard, double from, double to) {
    for (double at = from; at < to; at += 0.1) {
      assertThat(loudest(heard, at, at + 0.1)).as("at %.1f s", at).isGreaterThan(0.3f);
    }
  }

  private static void assertSilence(float[] heard, double from, double to) {
    assertThat(loudest(heard, from, to)).isLessThan(0.01f);
  }

  private static float loudest(float[] heard, double from, double to) {
    float loudest = 0;
    for (int i = (int) (from * SECOND); i < (int) (to * SECOND); i++) {
      loudest = Math.max(loudest, Math.abs(heard[i]));
    }
    return loudest;
  }
}
