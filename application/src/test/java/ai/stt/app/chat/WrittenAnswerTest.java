package ai.stt.app.chat;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.chat.FindPassages.Found;
import ai.stt.app.testing.FakeGenerator;
import ai.stt.app.writing.Writer;
import ai.stt.app.writing.WritingListener;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class WrittenAnswerTest {
  private final List<Found> all =
      IntStream.range(0, 4)
          .mapToObj(
              i -> new Found(new Passage(i, i, i * 10, "Speaker 1", "Fact %d.".formatted(i)), 0.5))
          .toList();

  @Test
  void citationsThatWereNotOfferedAreTakenOutAndTheOthersCountTheSources() {
    var answer =
        WrittenAnswer.checked("It is so [3]. And so [9], [2, 3, 77].", all, all.subList(0, 1));
    assertThat(answer.text()).isEqualTo("It is so [1]. And so, [2] [1].");
    assertThat(answer.sources()).containsExactly(all.get(2), all.get(1));
  }

  @Test
  void withoutCitationsTheFoundPassagesAreTheSources() {
    assertThat(WrittenAnswer.checked("It is so.", all, all.subList(1, 2)).sources())
        .containsExactly(all.get(1));
    assertThat(WrittenAnswer.checked(" NOT_FOUND.", all, all).text()).isEmpty();
    assertThat(WrittenAnswer.checked(" NOT_FOUND.", all, all).sources()).isEmpty();
  }

  @Test
  void theTranscriptStandsBeforeTheQuestionSoThatItIsReadOnce() throws Exception {
    var generator = new FakeGenerator(request -> "Yes [1].");
    var writer = new Writer(generator, "en", WritingListener.NONE, true);
    var before = List.of(new Exchange("And before?", "Nothing.", Instant.EPOCH));
    var _ = WrittenAnswer.of(writer, all, all.subList(2, 3), "Is it so?", before);
    String asked = FakeGenerator.asked(generator.requests().getFirst());
    assertThat(asked)
        .startsWith("<text>\n[1] 0:00 Speaker 1: Fact 0.\n[2] 0:10 Speaker 1: Fact 1.")
        .contains("Asked before: And before?\nAnswered: Nothing.\nQuestion: Is it so?");
    assertThat(generator.requests().getFirst().urgent()).isTrue();
  }
}
