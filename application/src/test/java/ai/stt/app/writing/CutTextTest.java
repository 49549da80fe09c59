package ai.stt.app.writing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.testing.FakeAnalyst;
import ai.stt.app.text.SpokenText;
import ai.stt.plugin.understanding.Sentence;
import ai.stt.plugin.understanding.SourceText;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CutTextTest {
  private static int words(String text) {
    return text.strip().split("\\s+").length;
  }

  /** A turn is a fifteenth of a part, so that one begins in every part's last fifth. */
  @ParameterizedTest
  @ValueSource(ints = {100, 117, 131})
  void aPartEndsWhereAnotherSpeakerBegins(int room) {
    SourceText talk =
        SpokenText.of(
            "Speaker 1: One two. Three four. Five six.\nSpeaker 2: Six five. Four three. Two one.\n"
                .repeat(40));
    List<Sentence> sentences = new FakeAnalyst().outline(talk, 1).sentences();
    List<TextPart> parts = CutText.parts(talk, sentences, CutTextTest::words, room, false);
    assertThat(parts).hasSizeBetween(4, 12);
    for (TextPart part : parts) {
      assertThat(words(part.text())).isLessThanOrEqualTo(room);
      String first = String.valueOf(part.sentences().getFirst().speaker());
      assertThat(part.text()).startsWith(first + ": ");
      assertThat(part.sentences().size() % 3).as("whole turns: %s", part.text()).isZero();
    }
    assertThat(parts.stream().mapToInt(part -> part.sentences().size()).sum())
        .isEqualTo(sentences.size());
  }
}
