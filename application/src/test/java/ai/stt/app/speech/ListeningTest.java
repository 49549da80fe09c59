package ai.stt.app.speech;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.speech.SidedSource.Sides;
import ai.stt.plugin.diarization.DiarizationOptions;
import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.audio.PcmSource;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListeningTest {
  private static final DiarizationOptions UNKNOWN = DiarizationOptions.UNKNOWN;

  @Test
  void twoLinesAreHeardSideBySideAndOfTwoSpeakersEachHasOne() throws Exception {
    assertThat(to(StereoCall.of(40, 0.03f), UNKNOWN))
        .extracting(Listening::options)
        .containsExactly(UNKNOWN, UNKNOWN);
    assertThat(to(StereoCall.of(40, 0.03f), new DiarizationOptions(2)))
        .extracting(Listening::options)
        .containsExactly(new DiarizationOptions(1), new DiarizationOptions(1));
  }

  @Test
  void oneWantedSpeakerAndMoreThanTwoAreSoughtInTheWhole() throws Exception {
    for (int speakers : new int[] {1, 3}) {
      assertThat(to(StereoCall.of(40, 0.03f), new DiarizationOptions(speakers)))
          .extracting(Listening::options)
          .containsExactly(new DiarizationOptions(speakers));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {30, 90})
  void aGreetingThatIsTheSameOnBothSidesTellsNothing(int seconds) throws Exception {
    assertThat(to(StereoCall.of(40, 0.03f).behind(seconds), UNKNOWN)).hasSize(2);
  }

  @Test
  void linesThatHissAreStillTwo() throws Exception {
    assertThat(to(StereoCall.of(40, 0).hissing(0.006), UNKNOWN)).hasSize(2); // -44 dB
  }

  @Test
  void aRoomInStereoIsHeardAsOne() throws Exception {
    assertThat(to(StereoCall.of(40, 0.5f), UNKNOWN)).hasSize(1);
    assertThat(to(StereoCall.of(40, 0.5f).hissing(0.006), UNKNOWN)).hasSize(1);
  }

  @Test
  void softVoicesThatHissHidesAreNoReasonToTakeALoudLeakForTwoLines() throws Exception {
    assertThat(to(StereoCall.of(120, 0).varyingAndLeakingLeft(0.35f).hissing(0.001), UNKNOWN))
        .hasSize(1);
  }

  @Test
  void whatIsAlikeIsKeptWhereItIsLouder() {
    StereoCall call = StereoCall.of(4, 0).varyingAndLeakingLeft(0.35f);
    Sides apart = new Lines(-10, -10).apart(new Sides(call.left, call.right));

    assertThat(power(apart.left(), 0)).isPositive();
    assertThat(power(apart.right(), 0)).isZero();
    assertThat(power(apart.left(), 1)).isZero();
    assertThat(power(apart.right(), 1)).isPositive();
  }

  @Test
  void aSilentSideIsNoSecondLine() throws Exception {
    StereoCall call = StereoCall.of(40, 0.03f);
    Arrays.fill(call.right, 0);
    assertThat(to(call, UNKNOWN)).hasSize(1);
    assertThat(to(StereoCall.of(0, 0), UNKNOWN)).hasSize(1);
  }

  @Test
  void whatLeaksIntoALineIsNotHeardThereAndWhatBothSayIs() throws Exception {
    List<Listening> lines = to(StereoCall.of(40, 0.1f), UNKNOWN);

    float[] left = all(lines.getFirst().of(StereoCall.of(40, 0.1f)));
    float[] right = all(lines.getLast().of(StereoCall.of(40, 0.1f)));

    assertThat(power(left, 0)).isGreaterThan(0.005);
    assertThat(power(left, 1)).isZero();
    assertThat(power(right, 0)).isZero();
    assertThat(power(right, 1)).isGreaterThan(0.005);
    assertThat(power(left, 6)).isGreaterThan(0.005);
    assertThat(power(right, 6)).isGreaterThan(0.005);
  }

  @Test
  void aFarSofterVoiceOnACleanLineIsKeptWhileTheOtherSpeaks() throws Exception {
    StereoCall call = StereoCall.of(40, 0);
    for (int i = 0; i < call.right.length; i++) {
      call.right[i] *= 0.1f;
    }
    List<Listening> lines = to(call, UNKNOWN);

    assertThat(lines).hasSize(2);
    assertThat(power(all(lines.getLast().of(call.again())), 6)).isGreaterThan(0.00005);
  }

  @Test
  void aGreetingIsHeardOnOneSideOnly() throws Exception {
    List<Listening> lines = to(StereoCall.of(40, 0).behind(30), UNKNOWN);

    float[] left = all(lines.getFirst().of(StereoCall.of(40, 0).behind(30)));
    float[] right = all(lines.getLast().of(StereoCall.of(40, 0).behind(30)));

    assertThat(power(left, 3)).isGreaterThan(0.005);
    assertThat(power(right, 3)).isZero();
  }

  @Test
  void sidesOfOppositeSignAreNotSilence() throws Exception {
    List<Listening> whole = to(StereoCall.opposite(20), UNKNOWN);

    assertThat(whole).hasSize(1);
    float[] heard = all(whole.getFirst().of(StereoCall.opposite(20)));
    assertThat(power(heard, 0)).isGreaterThan(0.005);
  }

  @Test
  void sidesThatAreOppositeNowAndThenAreMixed() throws Exception {
    List<Listening> whole = to(StereoCall.opposite(20).behind(10), UNKNOWN);

    float[] heard = all(whole.getFirst().of(StereoCall.opposite(20).behind(10)));
    assertThat(power(heard, 0)).isGreaterThan(0.005);
  }

  @Test
  void eachPartComesWholeAndInOrder() throws Exception {
    for (double seconds : new double[] {0.2, 29.9, 75.3}) {
      for (Listening part : to(StereoCall.of(seconds, 0.03f), UNKNOWN)) {
        StereoCall call = StereoCall.of(seconds, 0.03f);
        assertThat(all(part.of(call)).length).isEqualTo(call.left.length);
      }
    }
  }

  @Test
  void whatIsCalledOffIsNotReadToItsEnd() throws Exception {
    StereoCall call = StereoCall.of(40, 0.03f);
    Listening.to(call, UNKNOWN, () -> true);
    assertThat(call.read()).extracting(PcmChunk::startSample).isEqualTo((long) StereoCall.RATE);
  }

  private static List<Listening> to(StereoCall call, DiarizationOptions options) throws Exception {
    return Listening.to(call, options, () -> false);
  }

  private static float[] all(PcmSource audio) throws InterruptedException {
    float[] all = new float[0];
    for (PcmChunk chunk = audio.read(); chunk != null; chunk = audio.read()) {
      assertThat(chunk.startSample()).isEqualTo(all.length);
      int before = all.length;
      all = Arrays.copyOf(all, before + chunk.samples().length);
      System.arraycopy(chunk.samples(), 0, all, before, chunk.samples().length);
    }
    return all;
  }

  /** Mean square in a pair of seconds. */
  private static double power(float[] samples, int pair) {
    double power = 0;
    for (int i = pair * 2 * StereoCall.RATE; i < (pair + 1) * 2 * StereoCall.RATE; i++) {
      power += samples[i] * samples[i];
    }
    return power / (2 * StereoCall.RATE);
  }
}
