package ai.stt.app.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ai.stt.app.speech.Hearing.Heard;
import ai.stt.app.speech.OneAfterAnother.Part;
import ai.stt.speech.transcript.Segment;
import ai.stt.speech.transcript.Transcript;
import ai.stt.speech.transcript.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OneAfterAnotherTest {
  @Test
  void aShortWordInALongTurnCutsItAndMovesOnlyTheWordsBesideIt() {
    var tells = said(1, 0, "so what you sent us last week did not arrive", 1);
    var nods = said(2, 2.9, "mhm", 0.4);

    assertThat(OneAfterAnother.of(List.of(tells, nods)))
        .extracting(part -> part.segment().text(), Part::start, Part::end, Part::speaker)
        .containsExactly(
            tuple("so what you", 0.0, 2.9, 1),
            tuple("mhm", 2.9, 3.3, 2),
            tuple("sent us last week did not arrive", 3.3, 10.0, 1));
    assertThat(OneAfterAnother.of(List.of(tells, nods)).getLast().segment().words())
        .element(1)
        .isEqualTo(new Word("us", 4, 5, 1, null));
  }

  @Test
  void whoBeginsBeforeTheOtherHasEndedSharesThatTime() {
    var asks = said(1, 0, "can you hear me", 1);
    var answers = said(2, 3.6, "yes I can", 1);

    List<Part> parts = OneAfterAnother.of(List.of(asks, answers));

    assertThat(parts)
        .extracting(part -> part.segment().text(), Part::start, Part::end)
        .containsExactly(tuple("can you hear me", 0.0, 3.8), tuple("yes I can", 3.8, 6.6));
    assertThat(parts.getFirst().segment().words().getLast())
        .isEqualTo(new Word("me", 3, 3.8, 1, null));
  }

  @Test
  void whatIsSaidWithoutWordTimesIsNotCut() {
    var long1 = new Part(new Segment(0, 10, "all of it", 1, List.of(), null), 1);
    var short2 = new Part(new Segment(4, 5, "yes", 1, List.of(), null), 2);

    assertThat(OneAfterAnother.of(List.of(long1, short2)))
        .extracting(Part::speaker, Part::start, Part::end)
        .containsExactly(tuple(1, 0.0, 4.5), tuple(2, 4.5, 5.0));
  }

  @Test
  void ofAnyTwoLinesNoSegmentsOverlapAndNoWordIsLost() {
    var random = new Random(11);
    for (int i = 0; i < 20_000; i++) {
      List<Heard> lines = List.of(line("a", random), line("b", random));

      Transcript heard = SpeakerNames.give(lines).transcript(); // refuses what overlaps

      for (Heard line : lines) {
        List<String> said = words(line.transcript());
        List<String> kept = words(heard);
        kept.retainAll(said);
        assertThat(kept).isEqualTo(said);
      }
      if (!heard.segments().isEmpty()) {
        assertThat(heard.segments().getFirst().speaker()).isEqualTo("Speaker 1");
      }
    }
  }

  @Test
  void segmentsThatDoNotOverlapStayAsTheyAre() {
    List<Part> parts = List.of(said(1, 0, "a b", 1), said(2, 2, "c", 1), said(1, 3, "d", 0.5));

    assertThat(OneAfterAnother.of(parts)).isEqualTo(parts);
  }

  private static Part said(int speaker, double start, String text, double secondsPerWord) {
    List<Word> words = new ArrayList<>();
    for (String word : text.split(" ")) {
      double at = start + words.size() * secondsPerWord;
      words.add(new Word(word, at, at + secondsPerWord, 1, null));
    }
    double end = words.getLast().end();
    return new Part(new Segment(start, end, text, 1, words, null), speaker);
  }

  /** Segments with and without words, some of no length, times of any precision. */
  private static Heard line(String name, Random random) {
    List<Segment> segments = new ArrayList<>();
    double at = 0;
    int said = 0;
    for (int n = random.nextInt(6); n > 0; n--) {
      double start = at += step(random, 3);
      List<Word> words = new ArrayList<>();
      StringBuilder text = new StringBuilder();
      for (int w = random.nextInt(9); w > 0; w--) {
        double from = at += step(random, 1);
        double to = at += step(random, 1);
        words.add(new Word(name + said, from, to, 0.5, null));
        text.append(name).append(said++).append(' ');
      }
      at += step(random, words.isEmpty() ? 6 : 1);
      String all = words.isEmpty() ? name + said++ : text.toString().strip();
      segments.add(new Segment(start, at, all, 0.5, words, null));
    }
    return new Heard(new Transcript("en", 1, 200, segments), null);
  }

  private static double step(Random random, double most) {
    return switch (random.nextInt(4)) {
      case 0 -> 0;
      case 1 -> random.nextInt(3) * most / 2;
      default -> random.nextDouble() * most;
    };
  }

  private static List<String> words(Transcript transcript) {
    List<String> words = new ArrayList<>();
    for (Segment segment : transcript.segments()) {
      words.addAll(List.of(segment.text().split(" ")));
    }
    return words;
  }
}
