package ai.stt.model.qwen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StoppedTextTest {
  private final List<String> told = new ArrayList<>();

  @Test
  void aStopThatComesInPiecesIsFoundAndNotTold() {
    var text = new StoppedText(List.of("###", "END"), told::add);
    assertThat(text.add("One #")).isTrue();
    assertThat(told).containsExactly("One ");
    assertThat(text.add("#")).isTrue();
    assertThat(text.add("# two")).isFalse();
    assertThat(text.add("more")).isFalse();
    text.end();
    assertThat(text).hasToString("One ");
    assertThat(told).containsExactly("One ");
  }

  @Test
  void whatOnlyLooksLikeAStopIsToldInTheEnd() {
    var text = new StoppedText(List.of("###"), told::add);
    assertThat(text.add("a##")).isTrue();
    assertThat(text.add("b##")).isTrue();
    text.end();
    assertThat(String.join("", told)).isEqualTo("a##b##");
  }

  @Test
  void theFirstOfSeveralStopsCounts() {
    var text = new StoppedText(List.of("yy", "x"), told::add);
    assertThat(text.add("abxyy")).isFalse();
    assertThat(text).hasToString("ab");
  }
}
