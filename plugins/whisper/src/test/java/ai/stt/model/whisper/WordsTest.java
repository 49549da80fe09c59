package ai.stt.model.whisper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.stt.plugin.engine.WhisperToken;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WordsTest {
  @Test
  void tokensAreJoinedAtTheSpaces() {
    assertThat(texts("en", " Hel", "lo", ",", " wor", "ld", "."))
        .containsExactly("Hello,", "world.");
  }

  @Test
  void theFirstWordNeedsNoSpace() {
    assertThat(texts("en", "Hello", " you")).containsExactly("Hello", "you");
  }

  @Test
  void loosePunctuationIsNoWord() {
    assertThat(texts("en", " -", " Yes", ".", " ...", "♪")).containsExactly("Yes.");
  }

  @Test
  void signsThatAreSpokenAreWords() {
    assertThat(texts("en", " Q", " &", " A", " 50", "%", " $", "3"))
        .containsExactly("Q", "&", "A", "50%", "$3");
  }

  @Test
  void languagesWithoutSpacesAreCutAtTheTokens() {
    assertThat(texts("zh", "我们", "去", "。", "好", "！")).containsExactly("我们", "去。", "好！");
    assertThat(texts("ja", "iP", "hone", "です")).containsExactly("iPhone", "です");
  }

  @Test
  void aCharacterMayBeSpreadOverTokens() {
    byte[] bytes = " 漢é😀 x".getBytes(StandardCharsets.UTF_8);
    List<WhisperToken> single = new ArrayList<>();
    for (int i = 0; i < bytes.length; i++) {
      single.add(
          new WhisperToken(Arrays.copyOfRange(bytes, i, i + 1), 1, i * 10L, i * 10L + 10, -1));
    }

    assertThat(Words.of(single, "en")).extracting(TimedWord::text).containsExactly("漢é😀", "x");
    assertThat(Words.of(single, "zh")).extracting(TimedWord::text).containsExactly("漢", "é😀", "x");
    assertThat(Words.text(single)).isEqualTo("漢é😀 x");
  }

  @Test
  void aCharacterThatIsCutOffIsLeftOut() {
    byte[] bytes = " a漢".getBytes(StandardCharsets.UTF_8);
    var tokens = List.of(new WhisperToken(Arrays.copyOf(bytes, 4), 1, 0, 10, -1));

    assertThat(Words.of(tokens, "en")).extracting(TimedWord::text).containsExactly("a");
    assertThat(Words.text(tokens)).isEqualTo("a");
    assertThat(Words.of(List.of(new WhisperToken(new byte[] {(byte) 0x80}, 1, 0, 1, -1)), "en"))
        .isEmpty();
  }

  @Test
  void aWordLastsFromItsFirstTokenToItsLastSpokenOne() {
    var words =
        Words.of(
            List.of(
                FakeWhisper.token(" Hel", 0.9, 100, 200),
                FakeWhisper.token("lo", 0.4, 200, 350),
                FakeWhisper.token(",", 0.1, 350, 900)),
            "en");

    assertThat(words).hasSize(1);
    assertThat(words.getFirst().startMs()).isEqualTo(100);
    assertThat(words.getFirst().endMs()).isEqualTo(350);
    assertThat(words.getFirst().confidence()).isEqualTo(0.6, within(1e-6));
  }

  @Test
  void oddProbabilitiesStayInBounds() {
    for (float odd : new float[] {0, -1, 2, Float.NaN}) {
      var tokens = List.of(new WhisperToken(new byte[] {'a'}, odd, 0, 1, -1));
      assertThat(Words.of(tokens, "en").getFirst().confidence()).isBetween(0.0, 1.0);
      assertThat(Words.confidence(tokens)).isBetween(0.0, 1.0);
    }
  }

  private static List<String> texts(String language, String... tokens) {
    List<WhisperToken> all = new ArrayList<>();
    for (String token : tokens) {
      all.add(FakeWhisper.token(token, 0.5, all.size() * 100L, all.size() * 100L + 100));
    }
    return Words.of(all, language).stream().map(TimedWord::text).toList();
  }
}
