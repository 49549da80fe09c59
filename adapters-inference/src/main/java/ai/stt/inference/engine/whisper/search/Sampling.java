package ai.stt.inference.engine.whisper.search;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** The most probable token at temperature 0; else one by chance, in each row by itself. */
final class Sampling extends Search {
  private final List<Hypothesis> texts = new ArrayList<>();
  private final float temperature;
  private final RandomGenerator random;

  Sampling(TokenRules rules, int rows, int limit, float temperature, RandomGenerator random) {
    super(rules, limit);
    this.temperature = temperature;
    this.random = random;
    for (int i = 0; i < rows; i++) {
      texts.add(new Hypothesis());
    }
  }

  @Override
  public List<Move> advance(TokenScores[] scores) {
    for (int row = 0; row < texts.size(); row++) {
      Hypothesis text = texts.get(row);
      if (text.ended() || text.size() == limit()) {
        continue;
      }
      Allowed allowed = rules().allowed(scores[row], text);
      if (temperature == 0) {
        Allowed.Best best = allowed.best(1);
        write(text, best.token(0), allowed.log(best.logit(0)));
      } else {
        float[] logits = allowed.logits();
        int token = draw(logits);
        write(text, token, allowed.log(logits[token]));
      }
    }
    return List.of();
  }

  private void write(Hypothesis text, int token, double log) {
    if (token == rules().end()) {
      text.end(log);
    } else {
      text.add(token, log);
    }
  }

  @Override
  public boolean done() {
    return texts.stream().allMatch(text -> text.ended() || text.size() == limit());
  }

  @Override
  public int last(int row) {
    Hypothesis text = texts.get(row);
    return text.ended() ? rules().end() : text.token(-1);
  }

  @Override
  public int size() {
    return texts.stream().mapToInt(text -> text.size() + (text.ended() ? 1 : 0)).max().orElse(0);
  }

  @Override
  public Hypothesis best() {
    return best(texts);
  }

  private int draw(float[] logits) {
    double[] weights = new double[logits.length];
    float most = Float.NEGATIVE_INFINITY;
    for (float logit : logits) {
      most = Math.max(most, logit);
    }
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += Math.exp((logits[i] - most) / temperature);
      weights[i] = sum;
    }
    double at = random.nextDouble() * sum;
    int token = 0;
    while (token < weights.length - 1 && weights[token] <= at) {
      token++;
    }
    return token;
  }
}
