package ai.stt.inference.engine.llama;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.plugin.engine.LlamaRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TokenChoiceTest {
  @Test
  void theLikeliestTokensComeInTheirOrderAndTheFirstOfEqualOnesBefore() {
    float[] numbers = {1, 5, 3, 5, -2, 4};
    assertThat(TokenChoice.likeliest(numbers, 1)).containsExactly(1);
    assertThat(TokenChoice.likeliest(numbers, 4)).containsExactly(1, 3, 5, 2);
    assertThat(TokenChoice.likeliest(numbers, 9)).containsExactly(1, 3, 5, 2, 0, 4);
  }

  @Test
  void theSameSeedChoosesTheSameTokens() {
    List<Integer> first = chosen(7, 1);
    assertThat(chosen(7, 1)).isEqualTo(first);
    assertThat(chosen(8, 1)).isNotEqualTo(first);
    assertThat(first).allMatch(token -> token < 40);
    assertThat(chosen(7, 0)).containsOnly(0);
  }

  /** A hundred tokens of a vocabulary whose first ones are the likeliest. */
  private static List<Integer> chosen(long seed, float temperature) {
    var request = new LlamaRequest(new int[1], 100, temperature, 0.95f, 40, 1, seed, null, false);
    var choice = new TokenChoice(request, token -> false, null);
    List<Integer> tokens = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      float[] logits = new float[1000];
      for (int t = 0; t < logits.length; t++) {
        logits[t] = -t / 10f;
      }
      tokens.add(choice.next(logits));
    }
    return tokens;
  }

  @Test
  void whatWasJustWrittenIsLessLikely() {
    var request = new LlamaRequest(new int[1], 100, 0, 1, 1, 2, 0, null, false);
    var choice = new TokenChoice(request, token -> false, null);
    assertThat(choice.next(new float[] {3, 2, 1})).isZero();
    assertThat(choice.next(new float[] {3, 2, 1})).isEqualTo(1);
  }

  @Test
  void charactersAreToldWhenTheyAreWhole() {
    var text = new PieceText();
    byte[] smile = "😀é".getBytes(StandardCharsets.UTF_8);
    assertThat(text.add(new byte[] {smile[0], smile[1]})).isEmpty();
    assertThat(text.add(new byte[] {smile[2], smile[3], smile[4]})).isEqualTo("😀");
    assertThat(text.add(new byte[] {smile[5], 'a'})).isEqualTo("éa");
    assertThat(text.add(new byte[] {(byte) 0xff, 'b'})).isEqualTo("\uFFFDb");
  }
}
