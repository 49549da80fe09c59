package ai.stt.plugin.diarization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.plugin.transcription.ArrayPcmSource;
import ai.stt.plugin.voiceactivity.SpokenSample;
import ai.stt.speech.diarization.SpeakerTurn;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every diarizer keeps to. A plugin's test extends this. */
@Timeout(120)
public abstract class DiarizerContract {
  private static final int RATE = 16_000;

  /** The diarizer under test; the subclass closes it. */
  protected abstract Diarizer diarizer();

  @Test
  void twoVoicesInTurnsAreTwoSpeakersInTheOrderOfTheirAppearance() throws Exception {
    List<SpeakerTurn> turns = diarize(TwoVoices.conversation(4), 0);

    assertThat(turns.stream().map(SpeakerTurn::speaker).distinct()).containsExactly(1, 2);
    assertPlausible(turns, 4 * 3.0);
    for (int piece = 0; piece < 4; piece++) {
      assertThat(heard(turns, 3 * piece, 3 * piece + 3)).isEqualTo(1 + piece % 2);
    }
  }

  @Test
  void oneVoiceIsOneSpeakerEvenWhenMoreAreExpected() throws Exception {
    float[] twice = TwoVoices.join(SpokenSample.read(), SpokenSample.read());

    for (int speakers : new int[] {0, 1, 3}) {
      assertThat(diarize(twice, speakers)).extracting(SpeakerTurn::speaker).containsOnly(1);
    }
  }

  @Test
  void twoVoicesAreOneSpeakerWhenOneIsExpected() throws Exception {
    assertThat(diarize(TwoVoices.conversation(4), 1))
        .extracting(SpeakerTurn::speaker)
        .containsOnly(1);
  }

  @Test
  void nobodySpeaksInSilenceOrNoise() throws Exception {
    var random = new Random(5);
    float[] noise = new float[12 * RATE];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) random.nextGaussian() * 0.01f;
    }
    assertThat(diarize(new float[0], 0)).isEmpty();
    assertThat(diarize(new float[RATE / 5], 0)).isEmpty();
    assertThat(diarize(new float[25 * RATE], 3)).isEmpty();
    assertThat(diarize(noise, 0)).isEmpty();
  }

  @Test
  void pieceOfAWordOrDistortedSpeechIsNoReasonToFail() throws Exception {
    float[] speech = SpokenSample.read();
    float[] distorted = speech.clone();
    for (int i = 0; i < distorted.length; i++) {
      distorted[i] = Math.clamp(speech[i] * 30 + 0.3f, -1, 1); // clipped, with a DC offset
    }
    assertPlausible(diarize(Arrays.copyOfRange(speech, 8000, 11_200), 0), 0.2);
    assertPlausible(diarize(distorted, 0), 3);
  }

  @Test
  void farMoreExpectedSpeakersThanVoicesAreNotInvented() throws Exception {
    List<SpeakerTurn> turns = diarize(TwoVoices.conversation(4), DiarizationOptions.MAX_SPEAKERS);
    assertThat(turns).extracting(SpeakerTurn::speaker).contains(2).doesNotContain(7);
    assertPlausible(turns, 4 * 3.0);
  }

  @Test
  void overTheTelephoneTwoVoicesAreStillTwo() throws Exception {
    List<SpeakerTurn> turns = diarize(telephone(TwoVoices.conversation(4)), 0);

    assertThat(turns.stream().map(SpeakerTurn::speaker).distinct()).containsExactly(1, 2);
    for (int piece = 0; piece < 4; piece++) {
      assertThat(heard(turns, 3 * piece, 3 * piece + 3)).isEqualTo(1 + piece % 2);
    }
  }

  /** 8 kHz and back by straight lines, in the 256 steps of G.711. */
  private static float[] telephone(float[] samples) {
    float[] line = new float[samples.length];
    for (int i = 1; i + 1 < samples.length; i += 2) {
      float mean = (samples[i - 1] + 2 * samples[i] + samples[i + 1]) / 4;
      double step = Math.round(Math.log1p(255 * Math.abs(mean)) / Math.log(256) * 127) / 127.0;
      line[i] = (float) (Math.signum(mean) * Math.expm1(step * Math.log(256)) / 255);
    }
    for (int i = 2; i + 1 < line.length; i += 2) {
      line[i] = (line[i - 1] + line[i + 1]) / 2;
    }
    return line;
  }

  @Test
  void severalRecordingsAtOnceGiveWhatEachGivesAlone() throws Exception {
    float[] recording = TwoVoices.conversation(4);
    List<SpeakerTurn> alone = diarize(recording, 0);
    try (var threads = Executors.newFixedThreadPool(3)) {
      Callable<List<SpeakerTurn>> again = () -> diarize(recording, 0);
      for (Future<List<SpeakerTurn>> turns : threads.invokeAll(List.of(again, again, again))) {
        assertThat(turns.get()).isEqualTo(alone);
      }
    }
  }

  @Test
  void cancelingEndsTheWork() {
    var audio = new ArrayPcmSource(TwoVoices.conversation(4));
    assertThatThrownBy(() -> diarizer().diarize(audio, DiarizationOptions.UNKNOWN, () -> true))
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELED));
    assertThat(audio.isClosed()).isFalse();
  }

  private List<SpeakerTurn> diarize(float[] samples, int speakers) throws InterruptedException {
    return diarizer()
        .diarize(
            new ArrayPcmSource(samples),
            new DiarizationOptions(speakers),
            DiarizationListener.NONE);
  }

  private static int heard(List<SpeakerTurn> turns, double from, double to) {
    int best = 0;
    double most = 0;
    for (int speaker = 1; speaker <= 2; speaker++) {
      int who = speaker;
      double seconds =
          turns.stream()
              .filter(turn -> turn.speaker() == who)
              .mapToDouble(turn -> turn.overlap(from, to))
              .sum();
      best = seconds > most ? speaker : best;
      most = Math.max(most, seconds);
    }
    return best;
  }

  private static void assertPlausible(List<SpeakerTurn> turns, double duration) {
    int known = 0;
    double last = 0;
    for (SpeakerTurn turn : turns) {
      assertThat(turn.start()).isGreaterThanOrEqualTo(last);
      assertThat(turn.end()).isLessThanOrEqualTo(duration);
      assertThat(turn.speaker()).isLessThanOrEqualTo(known + 1);
      known = Math.max(known, turn.speaker());
      last = turn.start();
    }
  }
}
