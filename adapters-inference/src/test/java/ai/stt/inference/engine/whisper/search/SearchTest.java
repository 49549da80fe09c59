package ai.stt.inference.engine.whisper.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.inference.engine.whisper.text.Tokens;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SearchTest {
  private static final int VOCABULARY = 51_865;
  private static final Tokens TOKENS = new Tokens(VOCABULARY);
  private static final int STAMP = TOKENS.firstStamp();
  private static final int END = TOKENS.end();
  private static final int LIKELY = 3;

  private final TokenRules rules = new TokenRules(TOKENS);

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
    search.advance(rows(Map.of(TOKENS.noSpeech(), 8f, 6, 7f)));
    assertThat(search.last(0)).as("no command").isEqualTo(6);
    search.advance(rows(Map.of(END, 9f)));
    assertThat(search.done()).isTrue();
    assertThat(search.best().tokens()).containsExactly(STAMP + 10, 5, STAMP + 30, STAMP + 30, 6);
  }

  @Test
  void manyProbableTimeStampsOutweighOneText() {
    Search search = greedy(10);
    search.advance(rows(Map.of(STAMP, 9f)));
    search.advance(rows(Map.of(5, 9f)));
    float[] logits = logits(Map.of(6, 9f));
    Arrays.fill(logits, STAMP + 100, STAMP + 200, 8f);
    search.advance(new TokenScores[] {scores(logits)});

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
    float[] logits = new float[VOCABULARY];
    Arrays.fill(logits, Float.NaN);
    TokenScores[] rows = {scores(logits)};

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
    TokenScores[] rows = {scores(new float[VOCABULARY]), rows(Map.of(6, 20f))[0]};
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
      one.advance(new TokenScores[] {scores(new float[VOCABULARY])});
      other.advance(new TokenScores[] {scores(new float[VOCABULARY])});
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

  private static TokenScores[] rows(Map<Integer, Float> likely) {
    return rows(likely, 1);
  }

  private static TokenScores[] rows(Map<Integer, Float> likely, int count) {
    TokenScores[] rows = new TokenScores[count];
    Arrays.fill(rows, scores(logits(likely)));
    return rows;
  }

  private static float[] logits(Map<Integer, Float> likely) {
    float[] row = new float[VOCABULARY];
    Arrays.fill(row, -30);
    likely.forEach((token, logit) -> row[token] = logit);
    return row;
  }

  /** What a step would say of these logits. */
  private static TokenScores scores(float[] logits) {
    float[] text = Arrays.copyOf(logits, END);
    int[] likely =
        IntStream.range(0, END)
            .boxed()
            .sorted((a, b) -> Float.compare(text[b], text[a]))
            .limit(LIKELY)
            .mapToInt(Integer::intValue)
            .toArray();
    float[] theirs = new float[LIKELY];
    for (int i = 0; i < LIKELY; i++) {
      theirs[i] = text[likely[i]];
    }
    float[] other = Arrays.copyOfRange(logits, END, VOCABULARY);
    return new TokenScores(likely, theirs, (float) Logits.logSum(text, 0, END), () -> text, other);
  }
}
