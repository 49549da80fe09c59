package ai.stt.model.pyannote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.stt.speech.diarization.SpeakerTurn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Windows as the segmentation would give them, of a recording of ten seconds or a little more. */
class TimelineTest {
  private static final int SECOND = 16_000 / Window.FRAME_SAMPLES;
  private static final int FRAMES = Windows.SAMPLES / Window.FRAME_SAMPLES;

  @Test
  void whoSpeaksAtOnceHasTurnsAtOnce() {
    byte[] voices = new byte[FRAMES];
    speak(voices, 0, 0, 6);
    speak(voices, 1, 4, 9);
    var window = new Window(0, voices);

    List<SpeakerTurn> turns =
        turns(List.of(window), List.of(phrase(0, 0, 0, 4), phrase(0, 1, 6, 9)), 0, 1);

    assertThat(turns).extracting(SpeakerTurn::speaker).containsExactly(1, 2);
    assertTurn(turns.get(0), 0, 6);
    assertTurn(turns.get(1), 4, 9);
  }

  @Test
  void threeMaySpeakInTheSameSecondsOfWhichTwoAreHeardAtATime() {
    byte[] voices = new byte[FRAMES];
    speak(voices, 0, 0, 5);
    speak(voices, 1, 3, 8);
    speak(voices, 2, 6, 10);
    var phrases = List.of(phrase(0, 0, 0, 3), phrase(0, 1, 5, 6), phrase(0, 2, 8, 10));

    List<SpeakerTurn> turns = turns(List.of(new Window(0, voices)), phrases, 0, 1, 2);

    assertThat(turns).extracting(SpeakerTurn::speaker).containsExactly(1, 2, 3);
    assertTurn(turns.get(1), 3, 8);
  }

  @Test
  void aTurnThatTheSegmentationTakesForOneVoiceIsCutWhereItsPhrasesChangeTheSpeaker() {
    byte[] voices = new byte[FRAMES];
    speak(voices, 0, 1, 9);
    var phrases = List.of(phrase(0, 0, 1, 4), phrase(0, 0, 4, 9));

    List<SpeakerTurn> turns = turns(List.of(new Window(0, voices)), phrases, 0, 1);

    assertThat(turns).extracting(SpeakerTurn::speaker).containsExactly(1, 2);
    assertTurn(turns.get(0), 1, 4);
    assertTurn(turns.get(1), 4, 9);
  }

  @Test
  void aPieceOfAPhraseGoesWithWhatFollowsItWithoutAPause() {
    byte[] voices = new byte[FRAMES];
    speak(voices, 0, 1, 4);
    speak(voices, 0, 5, 9);
    int border = 5 * SECOND + SECOND / 4;
    var piece = new Phrase(0, 0, 5 * SECOND, border, 5 * SECOND, new float[] {1});
    var rest = new Phrase(0, 0, border, 9 * SECOND, border, new float[] {1});

    List<SpeakerTurn> turns =
        turns(List.of(new Window(0, voices)), List.of(phrase(0, 0, 1, 4), piece, rest), 0, 0, 1);

    assertThat(turns).extracting(SpeakerTurn::speaker).containsExactly(1, 2);
    assertTurn(turns.get(1), 5, 9);
  }

  @Test
  void aTurnWithoutPhrasesGoesToTheVoicesOtherTurns() {
    byte[] voices = new byte[FRAMES];
    speak(voices, 0, 0, 3);
    speak(voices, 1, 4, 7);
    speak(voices, 0, 8, 9);

    List<SpeakerTurn> turns =
        turns(
            List.of(new Window(0, voices)), List.of(phrase(0, 0, 0, 3), phrase(0, 1, 4, 7)), 0, 1);

    assertThat(turns).extracting(SpeakerTurn::speaker).containsExactly(1, 2, 1);
  }

  @Test
  void asManySpeakAsMostWindowsTell() {
    List<Window> windows = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      byte[] voices = new byte[FRAMES];
      speak(voices, 0, 0, 10);
      if (i == 1) {
        speak(voices, 1, 0, 10); // one of three hears somebody else, too
      }
      windows.add(new Window(i * 2, voices));
    }
    var phrases = List.of(phrase(0, 0, 0, 5), phrase(2, 0, 5, 9));

    assertThat(turns(windows, phrases, 0, 0)).extracting(SpeakerTurn::speaker).containsOnly(1);
  }

  @Test
  void whatAVoiceSaysWhileAnotherSpeaksIsInNoPhrase() {
    byte[] voices = new byte[FRAMES];
    speak(voices, 0, 0, 6);
    speak(voices, 1, 4, 9);
    var window = new Window(0, voices);

    assertThat(VoicePrints.runs(window, 0)).containsExactly(new int[] {0, 4 * SECOND});
    assertThat(VoicePrints.runs(window, 1)).containsExactly(new int[] {6 * SECOND, 9 * SECOND});
  }

  private static List<SpeakerTurn> turns(
      List<Window> windows, List<Phrase> phrases, int... speakers) {
    int count = Arrays.stream(speakers).max().orElse(-1) + 1;
    return new Timeline(windows, phrases, new Speakers(speakers, count)).turns(12 * 16_000);
  }

  private static void speak(byte[] voices, int voice, int from, int to) {
    for (int frame = from * SECOND; frame < Math.min(to * SECOND, voices.length); frame++) {
      voices[frame] |= (byte) (1 << voice);
    }
  }

  private static Phrase phrase(int window, int voice, int from, int to) {
    return new Phrase(window, voice, from * SECOND, to * SECOND, from * SECOND, new float[] {1});
  }

  private static void assertTurn(SpeakerTurn turn, double start, double end) {
    assertThat(turn.start()).isCloseTo(start, within(0.2));
    assertThat(turn.end()).isCloseTo(end, within(0.2));
  }
}
