package ai.stt.app.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import ai.stt.speech.transcript.Segment;
import ai.stt.speech.transcript.Transcript;
import ai.stt.speech.transcript.Word;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ExportTranscriptTest {
  private static final String SENTENCE =
      "And so my fellow Americans, ask not what your country can do for you";

  private final DocumentWriter echo =
      (title, transcript, speakers, out) ->
          out.write((title + speakers + transcript.text()).getBytes(StandardCharsets.UTF_8));

  @ParameterizedTest
  @CsvSource({"10, 1", "20, 2", "32, 1", "32, 3", "100, 2", "200, 6"})
  void linesKeepToTheLimitsAndNoWordIsLost(int maxLineCharacters, int maxLines) {
    var options = new SubtitleOptions(maxLineCharacters, maxLines, true);

    List<SubtitleCue> cues = SubtitleCues.of(transcript(said(null, 0, SENTENCE)), options, true);

    assertThat(cues)
        .allSatisfy(
            cue -> {
              assertThat(cue.lines()).hasSizeBetween(1, maxLines);
              assertThat(cue.lines()).allMatch(line -> line.length() <= maxLineCharacters);
            });
    assertThat(String.join(" ", cues.stream().flatMap(cue -> cue.lines().stream()).toList()))
        .isEqualTo(SENTENCE);
  }

  @Test
  void aLimitOfThreeLinesDoesNotStretchTwoLinesToThree() {
    var two = new SubtitleOptions(42, 2, true);
    var three = new SubtitleOptions(42, 3, true);
    Transcript transcript = transcript(said(null, 0, SENTENCE));

    assertThat(SubtitleCues.of(transcript, three, true))
        .isEqualTo(SubtitleCues.of(transcript, two, true));
  }

  @ParameterizedTest
  @CsvSource({
    "9, 2, max_line_chars",
    "201, 2, max_line_chars",
    "42, 0, max_lines",
    "42, 7, max_lines"
  })
  void aLimitOutOfBoundsIsRefusedByName(int maxLineCharacters, int maxLines, String field) {
    assertThatThrownBy(() -> new SubtitleOptions(maxLineCharacters, maxLines, true))
        .isInstanceOf(SpeechException.class)
        .hasMessageContaining(field)
        .extracting(e -> ((SpeechException) e).code())
        .isEqualTo(ErrorCode.INVALID_REQUEST);
  }

  @ParameterizedTest
  @EnumSource
  void nobodyIsNamedInAnyTextWhenSpeakersAreNotWanted(TranscriptFormat format) throws IOException {
    Transcript transcript = transcript(said("Ann Other", 0, "Hello."), said("Bob", 20, "Yes."));
    var with = new StringBuilder();
    var without = new StringBuilder();

    format.write(transcript, SubtitleOptions.DEFAULT, with);
    format.write(transcript, new SubtitleOptions(42, 2, false), without);

    assertThat(with).contains("Ann Other", "Bob", "Hello.", "Yes.");
    assertThat(without)
        .contains("Hello.", "Yes.")
        .doesNotContain("Ann Other")
        .doesNotContain("Bob");
  }

  @Test
  void csvQuotesWhatNeedsItAndDisarmsFormulas() {
    Transcript transcript =
        transcript(
            said("=cmd|'/C calc'!A0", 0, "He said \"no\", twice"),
            said("@SUM(1+1)", 20, "+1 is\na number"));

    assertThat(TranscriptFormat.CSV.render(transcript))
        .isEqualTo(
            """
            start,end,speaker,text,confidence\r
            0.000,2.000,'=cmd|'/C calc'!A0,"He said ""no"", twice",0.900\r
            20.000,22.000,'@SUM(1+1),"'+1 is
            a number",0.900\r
            """);
  }

  @ParameterizedTest
  @EnumSource
  void everyFormatIsWrittenAndTheStreamStaysOpen(ExportFormat format) throws IOException {
    var closed = new boolean[1];
    var out =
        new ByteArrayOutputStream() {
          @Override
          public void close() {
            closed[0] = true;
          }
        };

    new ExportTranscript(echo, echo)
        .write(format, "Talk", transcript(said("Ann", 0, "Grüße")), SubtitleOptions.DEFAULT, out);

    assertThat(out.toString(StandardCharsets.UTF_8)).contains("Grüße");
    assertThat(closed[0]).isFalse();
    assertThat(ExportFormat.find(format.extension())).contains(format);
  }

  @Test
  void aFormatThatNobodyKnowsIsNotFound() {
    assertThat(ExportFormat.find("exe")).isEmpty();
    assertThat(ExportFormat.allowed()).isEqualTo("txt, srt, vtt, csv, docx, pdf");
  }

  @Test
  void aLongMonologueHasParagraphsButNotInPlainText() {
    var segments = new ArrayList<Segment>();
    for (int i = 0; i < 100; i++) {
      segments.add(new Segment(i, i + 1, "A sentence of thirty characters.", 1, List.of(), null));
    }
    var transcript = new Transcript("en", 1, 3600, segments);

    assertThat(Paragraph.of(transcript)).hasSizeBetween(2, 4);
    assertThat(TranscriptFormat.TXT.render(transcript).lines()).hasSize(1);
  }

  private static Transcript transcript(Segment... segments) {
    return new Transcript("en", 1, 3600, Arrays.asList(segments));
  }

  private static Segment said(@Nullable String speaker, double start, String text) {
    var words = new ArrayList<Word>();
    String[] parts = text.split("\\s+");
    for (int i = 0; i < parts.length; i++) {
      double at = start + 2.0 * i / parts.length;
      words.add(new Word(parts[i], at, at + 1.0 / parts.length, 0.9, speaker));
    }
    return new Segment(start, start + 2, text, 0.9, words, speaker);
  }
}
