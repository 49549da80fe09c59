package ai.stt.inference.engine.whisper.search;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The hypotheses of one window, one in each of its rows. One thread at a time. */
public abstract sealed class Search permits Sampling, BeamSearch {
  /**
   * A row that continues another row's hypothesis.
   *
   * @param from the other row, whose own continuation stays there
   * @param to the row
   */
  public record Move(int from, int to) {}

  private final TokenRules rules;
  private final int limit;

  Search(TokenRules rules, int limit) {
    this.rules = rules;
    this.limit = limit;
  }

  /**
   * A search of the kind that the temperature asks for.
   *
   * @param rows hypotheses: the beam, or independent samples when the temperature is over 0
   * @param limit the most tokens
   * @param random decides at temperatures over 0
   */
  public static Search of(
      TokenRules rules, int rows, int limit, float temperature, RandomGenerator random) {
    return rows > 1 && temperature == 0
        ? new BeamSearch(rules, rows, limit)
        : new Sampling(rules, rows, limit, temperature, random);
  }

  /**
   * Writes the next token of each row.
   *
   * @param scores of each row; the first time all rows' are the same
   * @return rows that change their hypothesis, whose caches are to be copied
   * @throws IllegalStateException when the logits are no numbers
   */
  public abstract List<Move> advance(TokenScores[] scores);

  /** Whether all is written. */
  public abstract boolean done();

  /** The token that each row is to continue from. */
  public abstract int last(int row);

  /** How many tokens each row has. */
  public abstract int size();

  /** The best text, once all is written. */
  public abstract Hypothesis best();

  int limit() {
    return limit;
  }

  TokenRules rules() {
    return rules;
  }

  static Hypothesis best(Iterable<Hypothesis> texts) {
    @Nullable Hypothesis best = null;
    for (Hypothesis text : texts) {
      if (best == null || text.rank() > best.rank()) {
        best = text;
      }
    }
    if (best == null) {
      throw new IllegalStateException("nothing is written yet");
    }
    return best;
  }
}
