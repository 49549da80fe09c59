package ai.stt.inference.engine.llama;

import ai.stt.plugin.engine.LlamaRequest;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the next token of a text: the likeliest one, or one of the likeliest by chance (nucleus
 * sampling: A. Holtzman et al., The Curious Case of Neural Text Degeneration, 2020). What a grammar
 * forbids is not chosen; most often the first choice is allowed, so the others are not asked about.
 * One thread at a time.
 */
final class TokenChoice {
  private static final int LAST_TOKENS = 64;

  /** Tokens that the grammar is asked about before it is asked about all. */
  private static final int LIKELY = 64;

  private final LlamaRequest request;
  private final IntPredicate ends;
  private final @Nullable LlamaGrammar grammar;
  private final SplittableRandom random;
  private final int[] last = new int[LAST_TOKENS];
  private int chosen;

  TokenChoice(LlamaRequest request, IntPredicate ends, @Nullable LlamaGrammar grammar) {
    this.request = request;
    this.ends = ends;
    this.grammar = grammar;
    this.random = new SplittableRandom(request.seed());
  }

  /**
   * The next token.
   *
   * @param logits of all tokens; changed
   */
  int next(float[] logits) {
    penalise(logits);
    int token = choose(likeliest(logits, width()), logits);
    if (grammar != null && grammar.allowed(new int[] {token}).length == 0) {
      token = chooseAllowed(grammar, logits);
    }
    if (grammar != null && !ends.test(token)) {
      grammar.accept(token);
    }
    last[chosen++ % LAST_TOKENS] = token;
    return token;
  }

  private int width() {
    return request.temperature() == 0 ? 1 : request.topK();
  }

  private int chooseAllowed(LlamaGrammar rules, float[] logits) {
    int[] allowed = rules.allowed(likeliest(logits, LIKELY));
    if (allowed.length == 0) {
      allowed = rules.allowed(IntStream.range(0, logits.length).toArray());
      float[] some = new float[allowed.length];
      for (int i = 0; i < some.length; i++) {
        some[i] = logits[allowed[i]];
      }
      int[] places = likeliest(some, Math.min(width(), some.length));
      int[] all = allowed;
      allowed = Arrays.stream(places).map(place -> all[place]).toArray();
    }
    if (allowed.length == 0) {
      throw new IllegalStateException("the grammar allows no token");
    }
    return choose(Arrays.copyOf(allowed, Math.min(width(), allowed.length)), logits);
  }

  /** Makes tokens less likely that were just written (N. Keskar et al., CTRL, 2019). */
  private void penalise(float[] logits) {
    float penalty = request.repeatPenalty();
    if (penalty == 1) {
      return;
    }
    int[] seen = Arrays.stream(last, 0, Math.min(chosen, LAST_TOKENS)).distinct().toArray();
    for (int token : seen) {
      logits[token] = logits[token] > 0 ? logits[token] / penalty : logits[token] * penalty;
    }
  }

  /** Chooses among tokens, the likeliest first. */
  private int choose(int[] tokens, float[] logits) {
    if (tokens.length == 1 || request.temperature() == 0) {
      return tokens[0];
    }
    double[] weights = new double[tokens.length];
    double sum = 0;
    for (int i = 0; i < tokens.length; i++) {
      weights[i] = Math.exp((logits[tokens[i]] - logits[tokens[0]]) / request.temperature());
      sum += weights[i];
    }
    double kept = 0;
    int count = 0;
    while (count < weights.length && kept < request.topP() * sum) {
      kept += weights[count++];
    }
    double at = random.nextDouble() * kept;
    for (int i = 0; i < count; i++) {
      at -= weights[i];
      if (at <= 0) {
        return tokens[i];
      }
    }
    return tokens[count - 1];
  }

  /** The places of the largest numbers, the largest first; of equal ones the first. */
  static int[] likeliest(float[] numbers, int wanted) {
    int[] best = new int[Math.min(wanted, numbers.length)];
    int count = 0;
    float least = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < numbers.length; i++) {
      float number = numbers[i];
      if (count == best.length && !(number > least)) {
        continue;
      }
      int at = count < best.length ? count++ : count - 1;
      while (at > 0 && numbers[best[at - 1]] < number) {
        best[at] = best[at - 1];
        at--;
      }
      best[at] = i;
      least = numbers[best[count - 1]];
    }
    return best;
  }
}
