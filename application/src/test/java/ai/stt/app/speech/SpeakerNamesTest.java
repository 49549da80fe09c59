package ai.stt.app.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ai.stt.app.speech.Hearing.Heard;
import ai.stt.speech.diarization.SpeakerTurn;
import ai.stt.speech.transcript.Segment;
import ai.stt.speech.transcript.Transcript;
import ai.stt.speech.transcript.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SpeakerNamesTest {
  @Test
  void aSegmentIsCutWhereTheSpeakerChangesAndKeepsItsPunctuation() {
    var turns = List.of(new SpeakerTurn(0, 2, 1), new SpeakerTurn(2, 4, 2));

    Heard names = give(transcript(0, "How are you? \u2014 Fine, thanks."), turns);

    assertThat(names.transcript().segments())
        .extracting(Segment::text, Segment::speaker)
        .containsExactly(
            tuple("How are you? \u2014", "Speaker 1"), tuple("Fine, thanks.", "Speaker 2"));
    assertThat(names.transcript().segments().getLast().words())
        .extracting(Word::speaker)
        .containsOnly("Speaker 2");
    assertThat(names.turns()).isEqualTo(turns);
  }

  @Test
  void speakersAreNumberedByTheirFirstWordAndTheSilentOnesComeLast() {
    var turns = List.of(new SpeakerTurn(0, 1, 1), new SpeakerTurn(5, 9, 2));

    Heard names = give(transcript(5, "Hello there."), turns);

    assertThat(names.transcript().segments().getFirst().speaker()).isEqualTo("Speaker 1");
    assertThat(names.turns()).containsExactly(new SpeakerTurn(0, 1, 2), new SpeakerTurn(5, 9, 1));
  }

  @Test
  void wordsOutsideOfAllTurnsGoToTheNearestAndWithoutTurnsToOneSpeaker() {
    var turns = List.of(new SpeakerTurn(20, 21, 1), new SpeakerTurn(8, 9, 2));

    assertThat(give(transcript(5, "Hello there."), turns).transcript().segments())
        .extracting(Segment::speaker)
        .containsExactly("Speaker 1");
    assertThat(give(transcript(5, "Hello there."), List.of()).transcript().segments())
        .extracting(Segment::speaker)
        .containsExactly("Speaker 1");
  }

  @Test
  void aSegmentWithoutWordTimesGoesToWhoeverSpeaksMostOfIt() {
    var segment = new Segment(0, 4, "Hello there.", 1, List.of(), null);
    var transcript = new Transcript("en", 1, 4, List.of(segment));
    var turns = List.of(new SpeakerTurn(0, 1, 1), new SpeakerTurn(1, 4, 2));

    Heard names = give(transcript, turns);

    assertThat(names.transcript().text()).isEqualTo("Hello there.");
    assertThat(Objects.requireNonNull(names.turns()).getLast().label()).isEqualTo("Speaker 1");
  }

  @Test
  void whoHasTheWordKeepsItWhileTwoSpeakAtOnce() {
    var turns = List.of(new SpeakerTurn(0, 4, 1), new SpeakerTurn(1, 4, 2));

    assertThat(give(transcript(0, "all of it is mine"), turns).transcript().segments())
        .extracting(Segment::speaker)
        .containsExactly("Speaker 1");
  }

  @Test
  void whatOneLineSaysInAPauseOfTheOtherComesBetween() {
    var words = List.of(new Word("Well?", 0, 1, 1, null), new Word("Good.", 3, 4, 1, null));
    var asks = new Segment(0, 4, "Well? Good.", 1, words, null);
    var answers = transcript(1.5, "Yes.");

    Heard heard =
        SpeakerNames.give(
            List.of(
                new Heard(
                    new Transcript("en", 1, 9, List.of(asks)), List.of(new SpeakerTurn(0, 4, 1))),
                new Heard(answers, List.of(new SpeakerTurn(1.5, 2.2, 1)))));

    assertThat(heard.transcript().segments())
        .extracting(Segment::text, Segment::speaker)
        .containsExactly(
            tuple("Well?", "Speaker 1"), tuple("Yes.", "Speaker 2"), tuple("Good.", "Speaker 1"));
    assertThat(heard.transcript().language()).isEqualTo("en");
  }

  private static Heard give(Transcript transcript, List<SpeakerTurn> turns) {
    return SpeakerNames.give(List.of(new Heard(transcript, turns)));
  }

  /** Words of 0.7 seconds, every 0.7 seconds. */
  static Transcript transcript(double start, String text) {
    List<Word> words = new ArrayList<>();
    for (String word : text.replace("\u2014 ", "").split(" ")) {
      double at = start + words.size() * 0.7;
      words.add(new Word(word, at, at + 0.7, 0.5, null));
    }
    double end = words.getLast().end();
    return new Transcript(
        "en", 1, end + 5, List.of(new Segment(start, end, text, 0.5, words, null)));
  }
}
