package ai.stt.inference.engine.whisper.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.inference.engine.whisper.text.Tokens;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class SearchTest {
  private static final int VOCABULARY = 51_865;
  private static final Tokens TOKENS = new Tokens(VOCABULARY);
  private static final int STAMP = TOKENS.firstStamp();
  private static final int END = TOKENS.end();
  private static final int UNSPOKEN = 7;

  private final TokenRules rules = new TokenRules(TOKENS, Set.of(UNSPOKEN));

  @Test
  void theTokensOfAMultilingualModelAreTheOriginals() {
    assertThat(TOKENS.command("de")).containsExactly(50258, 50261, 50359);
    assertThat(STAMP).isEqualTo(50364);
    assertThat(TOKENS.previous()).isEqualTo(50361);
    assertThat(TOKENS.noSpeech()).isEqualTo(50362);
    assertThat(new Tokens(51_864).command("en")).containsExactly(50257);
    assertThat(new Tokens(51_864).firstStamp()).isEqualTo(50363);
    assertThat(new Tokens(51_866).languages()).endsWith("yue").hasSize(100);
  }

  @Test
  void aTranscriptStartsWithATimeStampWithinTheFirstSecond() {
    Search search = greedy(10);
    search.advance(rows(Map.of(5, 9f, STAMP + 51, 8f, STAMP + 50, 7f)));

    assertThat(search.last(0)).isEqualTo(STAMP + 50);
  }

  @Test
  void timeStampsComeInPairsAndInOrder() {
    Search search = greedy(10);
    search.advance(rows(Map.of(STAMP + 10, 9f)));
    search.advance(rows(Map.of(STAMP + 20, 9f, 5, 1f)));
    assertThat(search.last(0)).as("text after a first stamp").isEqualTo(5);
    search.advance(rows(Map.of(STAMP + 5, 9f, STAMP + 30, 8f)));
    assertThat(search.last(0)).as("not before the first").isEqualTo(STAMP + 30);
    search.advance(rows(Map.of(5, 9f, STAMP + 29, 8f, STAMP + 30, 7f)));
    assertThat(search.last(0)).as("its pair, or the end").isEqualTo(STAMP + 30);
    search.advance(rows(Map.of(UNSPOKEN, 9f, TOKENS.noSpeech(), 8f, 6, 7f)));
    assertThat(search.last(0)).as("nothing unspoken, no command").isEqualTo(6);
    search.advance(rows(Map.of(END, 9f)));
    assertThat(search.done()).isTrue();
    assertThat(search.best().tokens()).containsExactly(STAMP + 10, 5, STAMP + 30, STAMP + 30, 6);
  }

  @Test
  void manyProbableTimeStampsOutweighOneText() {
    Search search = greedy(10);
    search.advance(rows(Map.of(STAMP, 9f)));
    search.advance(rows(Map.of(5, 9f)));
    float[] logits = rows(Map.of(6, 9f))[0];
    Arrays.fill(logits, STAMP + 100, STAMP + 200, 8f);
    search.advance(new float[][] {logits});

    assertThat(search.last(0)).isEqualTo(STAMP + 100);
  }

  @Test
  void aTextEndsAtItsLimit() {
    Search search = greedy(2);
    search.advance(rows(Map.of(STAMP, 9f)));
    assertThat(search.done()).isFalse();
    search.advance(rows(Map.of(5, 9f)));
    assertThat(search.done()).isTrue();
    assertThat(search.best().ended()).isFalse();
  }

  @Test
  void logitsThatAreNoNumbersAreAnError() {
    float[][] rows = {new float[VOCABULARY]};
    Arrays.fill(rows[0], Float.NaN);

    assertThatThrownBy(() -> greedy(5).advance(rows))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no numbers");
  }

  @Test
  void aBeamFindsWhatIsBetterInTheEnd() {
    Search search = search(2, 0);
    search.advance(rows(Map.of(STAMP, 9f, STAMP + 1, 8.9f), 2));
    assertThat(search.last(0)).isEqualTo(STAMP);
    assertThat(search.last(1)).isEqualTo(STAMP + 1);
    // The first goes on badly, among many equals; the second surely.
    float[][] rows = {new float[VOCABULARY], rows(Map.of(6, 20f))[0]};
    var moves = search.advance(rows);
    assertThat(search.last(1)).isEqualTo(6);
    assertThat(moves).isEmpty();
    search.advance(rows(Map.of(END, 30f), 2));
    assertThat(search.best().tokens()).containsExactly(STAMP + 1, 6);
  }

  @Test
  void aBeamThatWinsTwiceTakesTheLosersRow() {
    Search search = search(2, 0);
    assertThat(search.advance(rows(Map.of(STAMP, 9f, STAMP + 1, 1f), 2)))
        .containsExactly(new Search.Move(0, 1));
    assertThat(search.advance(rows(Map.of(5, 9f, 6, 9f), 2)))
        .containsExactly(new Search.Move(0, 1));
    assertThat(search.last(0)).isEqualTo(5);
    assertThat(search.last(1)).isEqualTo(6);
    search.advance(rows(Map.of(END, 30f), 2));
    assertThat(search.done()).isTrue();
    assertThat(search.best().tokens()).containsExactly(STAMP, 5);
  }

  @Test
  void chanceIsTheSameEachTime() {
    Search one = search(1, 0.8f);
    Search other = search(1, 0.8f);
    for (int i = 0; i < 20; i++) {
      one.advance(new float[][] {new float[VOCABULARY]});
      other.advance(new float[][] {new float[VOCABULARY]});
    }
    assertThat(one.best().tokens()).isEqualTo(other.best().tokens());
    assertThat(one.best().tokens()).doesNotHaveDuplicates();
  }

  private Search greedy(int limit) {
    return Search.of(rules, 1, limit, 0, new SplittableRandom(1));
  }

  private Search search(int rows, float temperature) {
    return Search.of(rules, rows, 20, temperature, new SplittableRandom(1));
  }

  private static float[][] rows(Map<Integer, Float> likely) {
    return rows(likely, 1);
  }

  private static float[][] rows(Map<Integer, Float> likely, int count) {
    float[][] rows = new float[count][VOCABULARY];
    for (float[] row : rows) {
      Arrays.fill(row, -30);
      likely.forEach((token, logit) -> row[token] = logit);
    }
    return rows;
  }
}
