package ai.stt.app.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.plugin.understanding.SourceText;
import ai.stt.speech.error.SpeechException;
import ai.stt.speech.transcript.Segment;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SpokenTextTest {
  @Test
  void linesTellWhoSpeaksAndWhen() {
    SourceText source =
        SpokenText.of("Minutes\n[00:05] Ada: Hello there.\nSpeaker 2: Yes.\n1:02:03 Ada: Bye.");
    assertThat(parts(source))
        .containsExactly("null Minutes", "Ada Hello there.", "Speaker 2 Yes.", "Ada Bye.");
    assertThat(source.parts().stream().map(SourceText.Part::seconds))
        .containsExactly(Double.NaN, 5.0, Double.NaN, 3723.0);
  }

  @Test
  void anyColonMakesNoSpeaker() {
    assertThat(parts(SpokenText.of("Note: this is it.\nRemember: bring water.")))
        .containsExactly("null Note: this is it.\nRemember: bring water.");
  }

  @Test
  void segmentsOfOneSpeakerAreOnePartUntilASentenceEnds() {
    SourceText source =
        SpokenText.of(
            List.of(
                segment(0, "We must send", "A"),
                segment(2, "the report today.", "A"),
                segment(4, "Who reads", "A"),
                segment(6, "I do.", "B")));
    assertThat(source.text()).isEqualTo("We must send the report today. Who reads I do.");
    assertThat(parts(source))
        .containsExactly("A We must send the report today.", "A Who reads", "B I do.");
    assertThat(source.parts().get(1).seconds()).isEqualTo(4);
  }

  @Test
  void halvesOfPairsAreReplacedInPlace() {
    assertThat(SpokenText.checked("text", "a\uD83Db\uDE00 😀\uD83D"))
        .isEqualTo("a\uFFFDb\uFFFD 😀\uFFFD");
    assertThatThrownBy(() -> SpokenText.checked("text", " \n"))
        .isInstanceOf(SpeechException.class)
        .hasMessageContaining("text: empty");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " \n", "\u00A0", "\u0000", "\u2003\u200B\uFEFF", "\u001F\u0085\u202E"})
  void whatCannotBeSeenIsNoText(String text) {
    assertThatThrownBy(() -> SpokenText.checked("text", text))
        .isInstanceOf(SpeechException.class)
        .hasMessageContaining("text: empty");
    assertThat(SpokenText.checked("text", text + "\u0664")).isEqualTo(text + "\u0664");
  }

  private static Segment segment(double start, String text, @Nullable String speaker) {
    return new Segment(start, start + 2, text, 1, List.of(), speaker);
  }

  private static List<String> parts(SourceText source) {
    return source.parts().stream()
        .map(
            part ->
                part.speaker() + " " + source.text().substring(part.start(), part.end()).strip())
        .toList();
  }
}
