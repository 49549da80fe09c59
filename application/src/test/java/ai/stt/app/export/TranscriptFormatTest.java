package ai.stt.app.export;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.speech.transcript.Segment;
import ai.stt.speech.transcript.Transcript;
import ai.stt.speech.transcript.Word;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TranscriptFormatTest {
  @Test
  void srtHasNumberedCuesOfTwoBalancedLinesCutAtWordTimes() {
    var transcript =
        transcript(
            spoken(
                0,
                0.5,
                "And so my fellow Americans, ask not what your country can do for you,"
                    + " ask what you can do for your country."));

    String srt = TranscriptFormat.SRT.render(transcript);

    assertThat(srt)
        .isEqualTo(
            """
            1
            00:00:00,000 --> 00:00:07,000
            And so my fellow Americans, ask not
            what your country can do for you,

            2
            00:00:07,000 --> 00:00:11,000
            ask what you can do for your country.

            """);
  }

  @Test
  void aCueEndsWhereAPhraseDoesRatherThanWithOneWordLeftOver() {
    var transcript =
        transcript(
            spoken(
                0,
                0.52,
                "And so, my fellow Americans, ask not what your country can do for you,"
                    + " ask what you can do for your country."));

    List<SubtitleCue> cues = SubtitleCues.of(transcript, SubtitleOptions.DEFAULT, false);

    assertThat(cues)
        .extracting(cue -> String.join(" ", cue.lines()))
        .containsExactly(
            "And so, my fellow Americans,",
            "ask not what your country can do for you,",
            "ask what you can do for your country.");
  }

  @Test
  void noLineIsLongerThan42CharactersEvenForOneEndlessWord() {
    var transcript = transcript(spoken(0, 1, "https://example.org/" + "x".repeat(200) + " end"));

    List<SubtitleCue> cues = SubtitleCues.of(transcript, SubtitleOptions.DEFAULT, true);

    assertThat(cues)
        .allSatisfy(
            cue -> {
              assertThat(cue.lines()).hasSizeBetween(1, 2);
              assertThat(cue.lines()).allMatch(line -> line.length() <= 42);
            });
    String all = String.join("", cues.stream().flatMap(c -> c.lines().stream()).toList());
    assertThat(all).isEqualTo("https://example.org/" + "x".repeat(200) + " end");
  }

  @Test
  void aPauseInsideOfASegmentStartsANewCue() {
    var segment =
        new Segment(0, 6, "One two", 1, List.of(word("One", 0, 0.5), word("two", 5, 6)), null);

    assertThat(SubtitleCues.of(transcript(segment), SubtitleOptions.DEFAULT, false))
        .extracting(SubtitleCue::start)
        .containsExactly(0.0, 5.0);
  }

  @Test
  void speakersAreNamedWhereTheyChangeInSrtAndInEveryCueInVtt() {
    var transcript =
        transcript(
            said("Speaker 1", 0, "Hello."),
            said("Speaker 1", 2, "Hi?"),
            said("Speaker 2", 4, "Yes."));

    assertThat(TranscriptFormat.SRT.render(transcript))
        .contains("\nSpeaker 1: Hello.\n", "\nHi?\n", "\nSpeaker 2: Yes.\n");
    assertThat(TranscriptFormat.VTT.render(transcript))
        .startsWith("WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n<v Speaker 1>Hello.\n")
        .contains("<v Speaker 1>Hi?", "<v Speaker 2>Yes.");
    assertThat(TranscriptFormat.TXT.render(transcript))
        .isEqualTo("Speaker 1: Hello. Hi?\nSpeaker 2: Yes.\n");
  }

  @Test
  void markupInSpeechIsTextInVttAndCannotForgeATimeLineInSrt() {
    var transcript = transcript(spoken(0, 1, "a <b> & c --> d"));

    assertThat(TranscriptFormat.VTT.render(transcript)).contains("a &lt;b&gt; &amp; c --&gt; d");
    assertThat(TranscriptFormat.SRT.render(transcript)).contains("a <b> & c -> d");
  }

  @Test
  void languagesWithoutSpacesStayWithoutSpaces() {
    var words = new ArrayList<Word>();
    String text = "一二三四五六七八九十".repeat(10);
    for (int i = 0; i < text.length(); i++) {
      words.add(word(text.substring(i, i + 1), i * 0.05, (i + 1) * 0.05));
    }
    var segment = new Segment(0, 5, text, 1, words, null);

    List<SubtitleCue> cues = SubtitleCues.of(transcript(segment), SubtitleOptions.DEFAULT, false);

    assertThat(cues).hasSize(2);
    assertThat(cues.getFirst().lines())
        .containsExactly(text.substring(0, 42), text.substring(42, 84));
  }

  @Test
  void aSegmentWithoutWordTimesIsSpreadOverItsTime() {
    var segment = new Segment(10, 20, "four four four four", 1, List.of(), null);

    assertThat(SubtitleCues.of(transcript(segment), SubtitleOptions.DEFAULT, false))
        .extracting(SubtitleCue::start)
        .satisfiesExactly(
            first -> assertThat(first).isEqualTo(10),
            second -> assertThat(second).isBetween(15.0, 16.0));
  }

  @Test
  void silenceIsEmptyTextNoCuesAndAVttHeader() {
    var silence = new Transcript("en", 0.5, 10, List.of());

    assertThat(TranscriptFormat.TXT.render(silence)).isEmpty();
    assertThat(TranscriptFormat.SRT.render(silence)).isEmpty();
    assertThat(TranscriptFormat.VTT.render(silence)).isEqualTo("WEBVTT\n\n");
  }

  @Test
  void plainTextStartsAParagraphAfterALongPause() {
    var transcript =
        transcript(spoken(0, 1, "One."), spoken(1.5, 1, "Two."), spoken(9, 1, "Three."));

    assertThat(TranscriptFormat.TXT.render(transcript)).isEqualTo("One. Two.\nThree.\n");
  }

  private static Transcript transcript(Segment... segments) {
    return new Transcript("en", 1, 3600, Arrays.asList(segments));
  }

  private static Segment said(@Nullable String speaker, double start, String text) {
    return new Segment(
        start, start + 1, text, 1, List.of(new Word(text, start, start + 1, 1, speaker)), speaker);
  }

  private static Segment spoken(double start, double secondsPerWord, String text) {
    var words = new ArrayList<Word>();
    double at = start;
    for (String each : text.split(" ")) {
      words.add(word(each, at, at + secondsPerWord));
      at += secondsPerWord;
    }
    return new Segment(start, at, text, 1, words, null);
  }

  private static Word word(String text, double start, double end) {
    return new Word(text, start, end, 1, null);
  }
}
