package ai.stt.app.live;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.speech.transcript.Word;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StablePrefixTest {
  private final StablePrefix prefix = new StablePrefix();

  @Test
  void whatTwoLooksAgreeOnIsFinal() {
    assertThat(look("ask not what", 3)).isEmpty();
    assertThat(look("ask not that your country", 5)).containsExactly("ask", "not");
    assertThat(look("ask not what your country can", 6)).isEmpty();
    assertThat(look("ask not what your country can do", 7))
        .containsExactly("what", "your", "country", "can");
    assertThat(texts(prefix.open())).containsExactly("do");
  }

  @Test
  void theFirstWordsOfAPhraseWaitUntilTwoSecondsOfItWereHeard() {
    look("add your", 1.2);
    assertThat(look("add your phone", 1.9)).isEmpty();
    assertThat(look("enter your phone", 2.4)).isEmpty();
    assertThat(look("enter your phone number", 3)).containsExactly("enter", "your");
  }

  @Test
  void caseAndPunctuationAreNoDisagreement() {
    look("And so my", 3);
    assertThat(look("and so, my fellow", 4)).containsExactly("and", "so,", "my");
  }

  @Test
  void aWordAtTheEdgeOfTheAudioWaits() {
    look("one two", 2);
    assertThat(look("one two", 2.1)).containsExactly("one");
  }

  @Test
  void aFinalWordThatIsHeardOtherwiseLaterIsNeitherRepeatedNorLost() {
    look("the cat sat", 4);
    look("the cat sat down", 5);
    assertThat(look("a hat sat down now", 6)).containsExactly("down");
    assertThat(look("the hat sat down now please", 7)).containsExactly("now");
  }

  @Test
  void aWordSaidTwiceIsFinalTwice() {
    look("very very good", 4);
    look("very very good indeed", 5);
    assertThat(texts(prefix.settled())).containsExactly("very", "very", "good");
    assertThat(look("very very good indeed yes", 6)).containsExactly("indeed");
  }

  @Test
  void characterScriptsAgreeToo() {
    look("你 好 世", 4);
    assertThat(look("你 好 世 界", 5)).containsExactly("你", "好", "世");
  }

  @Test
  void aModelThatGoesRoundInCirclesIsCutOffAfterTheFirstRound() {
    assertThat(
            texts(Wording.beforeLoop(words("so we go to reset your to reset your to reset your"))))
        .containsExactly("so", "we", "go", "to", "reset", "your");
    assertThat(texts(Wording.beforeLoop(words("no no no no no no no")))).containsExactly("no");
    assertThat(Wording.beforeLoop(words("very very good it is it is not"))).hasSize(8);
  }

  @Test
  void aPhraseThatComesAgainFasterThanAnybodySpeaksIsHeardOnce() {
    List<Word> words = new ArrayList<>(words("so my fellow Americans,"));
    for (String again : List.of("My", "fellow", "Americans.", "Ask")) {
      words.add(new Word(again, 4.0, 4.05, 0.9, null));
    }
    assertThat(texts(Wording.withoutEchoes(words)))
        .as("what comes behind it stays")
        .containsExactly("so", "my", "fellow", "Americans,", "Ask");
    assertThat(Wording.withoutEchoes(words("so my fellow Americans, my fellow Americans. Ask")))
        .as("said twice in earnest")
        .hasSize(8);
  }

  private List<String> look(String words, double end) {
    return texts(prefix.look(words(words), end));
  }

  private static List<String> texts(List<Word> words) {
    return words.stream().map(Word::text).toList();
  }

  /** A word a second. */
  private static List<Word> words(String text) {
    List<Word> words = new ArrayList<>();
    for (String word : text.split(" ", -1)) {
      words.add(new Word(word, words.size(), words.size() + 1, 0.9, null));
    }
    return words;
  }
}
