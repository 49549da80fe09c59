package ai.stt.model.gliner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
final class JsonTest {
  @Test
  void valuesOfEverySortAreRead() {
    Json json =
        Json.parse(
            """
            {"text": "a\\"b\\\\\\u00e9\\ud83d\\ude00\\n", "list": [1, -2.5e1, true, null, []], "": {"in": {}}}
            """);
    assertThat(json.get("text").text()).isEqualTo("a\"b\\é😀\n");
    assertThat(json.get("list").items()).hasSize(5);
    assertThat(json.get("list").items().get(1).number()).isEqualTo(-25);
    assertThat(json.get("list").items().get(2).truth(false)).isTrue();
    assertThat(json.get("list").items().get(3).isMissing()).isTrue();
    assertThat(json.get("").get("in").get("no").get("where").text("else")).isEqualTo("else");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[1,",
        "\"a",
        "\"\\u12\"",
        "{\"a\" 1}",
        "{a: 1}",
        "nul",
        "-",
        "[1 2]",
        "1 2"
      })
  void whatIsNoJsonIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Json.parse(text));
  }

  @Test
  void whatIsNestedTooDeeplyIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Json.parse("[".repeat(1_000_000)));
  }

  @Test
  void aVocabularyOfManyPiecesIsReadInTimeThatGrowsWithItsLength() {
    String pairs = "[\"\u2581piece\",-12.5],".repeat(250_000);
    assertThat(Json.parse("[" + pairs + "[\"\\n\",0]]").items()).hasSize(250_001);
  }
}
