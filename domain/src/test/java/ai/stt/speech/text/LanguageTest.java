package ai.stt.speech.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LanguageTest {
  @Test
  void allHundredLanguagesOfWhisperAreKnownInTheOrderOfTheirTokens() {
    assertThat(Language.all()).hasSize(100).doesNotHaveDuplicates();
    assertThat(Language.all().getFirst()).isEqualTo(new Language("en", "english"));
    assertThat(Language.all().get(98).code()).isEqualTo("su");
    assertThat(Language.all().getLast()).isEqualTo(new Language("yue", "cantonese"));
  }

  @Test
  void aLanguageIsFoundByCodeAndByNameInAnyCase() {
    assertThat(Language.find(" FR ")).contains(new Language("fr", "french"));
    assertThat(Language.find("Haitian Creole")).map(Language::code).contains("ht");
    assertThat(Language.find("xx")).isEmpty();
    assertThat(Language.find("")).isEmpty();
  }
}
