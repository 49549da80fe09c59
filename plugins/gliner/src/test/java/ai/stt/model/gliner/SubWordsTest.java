package ai.stt.model.gliner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The form that newer versions of the original write; the numbers are those of tokenizers 0.23. */
final class SubWordsTest {
  private static final String NEWER =
      """
      {"added_tokens": [{"id": 9, "content": "<<ENT>>"}],
       "normalizer": {"type": "Sequence", "normalizers": [
         {"type": "Replace", "pattern": {"Regex": "\\\\s{2,}|[\\\\n\\\\r\\\\t]"}, "content": " "},
         {"type": "NFC"}, {"type": "Strip", "strip_left": false, "strip_right": true}]},
       "pre_tokenizer": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "first", "split": true},
       "post_processor": null,
       "model": {"type": "Unigram", "unk_id": 0, "vocab": [["[UNK]", 0.0], ["▁", -3.0], ["▁a", -2.0],
         ["b", -2.5], ["▁ab", -4.5], ["é", -2.0], ["▁caf", -3.0], ["abb", -1e0], ["▁b", -2.2]]}}
      """;

  private final SubWords subWords = SubWords.of(Json.parse(NEWER));

  @Test
  void ofEquallyLikelyPiecesTheLongerCountsAndUnknownCharactersAreOne() {
    assertThat(pieces("ab", "abb", "bbbb", "xyz", "axyb", "a😀😀b"))
        .isEqualTo("4; 1 7; 8 3 3 3; 1 0; 2 0 3; 2 0 3");
  }

  @Test
  void marksAreComposedAndSpacesBeginAnew() {
    assertThat(pieces("cafe\u0301", "caf\u00e9", "é", "a b", "a  b "))
        .isEqualTo("6 5; 6 5; 1 5; 2 8; 2 8");
  }

  @Test
  void marksOfThePromptAreOneHalvesOfPairsAreUnknownAndAHugeWordIsCut() {
    assertThat(pieces("<<ENT>>", "a\ud83db", "", "\t")).isEqualTo("9; 2 0 3; ; ");
    assertThat(subWords.of("b".repeat(1_000_000))).hasSize(SubWords.LONGEST_WORD);
  }

  private String pieces(String... words) {
    return Arrays.stream(words)
        .map(
            word ->
                Arrays.stream(subWords.of(word))
                    .mapToObj(Integer::toString)
                    .collect(Collectors.joining(" ")))
        .collect(Collectors.joining("; "));
  }
}
