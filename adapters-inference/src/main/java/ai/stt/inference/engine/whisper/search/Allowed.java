package ai.stt.inference.engine.whisper.search;

import java.util.Arrays;

/**
 * The tokens that may come next: all text or none, the end or not, and time stamps from one to
 * before another. One thread at a time.
 */
final class Allowed {
  private final TokenScores scores;
  private final int end;
  private final boolean text;
  private final boolean ends;
  private final int from;
  private final int to;
  private final double sum;

  /**
   * Some tokens.
   *
   * @param end the token that ends a text, behind all text
   * @throws IllegalStateException when their logits are no numbers
   */
  Allowed(TokenScores scores, int end, boolean text, boolean ends, int from, int to) {
    this.scores = scores;
    this.end = end;
    this.text = text;
    this.ends = ends;
    this.from = Math.min(from, to);
    this.to = to;
    this.sum =
        Logits.add(
            Logits.add(
                text ? scores.textSum() : Double.NEGATIVE_INFINITY,
                ends ? scores.other()[0] : Double.NEGATIVE_INFINITY),
            stampSum());
    if (!Double.isFinite(sum)) {
      throw new IllegalStateException("the model gives no numbers");
    }
  }

  /** The logarithm of the probability of a token with this logit. */
  double log(float logit) {
    return logit - sum;
  }

  /** Only the time stamps of these when together they are more probable than any other token. */
  Allowed stampsIfLikely() {
    float most = ends ? scores.other()[0] : Float.NEGATIVE_INFINITY;
    if (text) {
      most = Math.max(most, scores.likelyLogits()[0]);
    }
    return stampSum() > most ? new Allowed(scores, end, false, false, from, to) : this;
  }

  /** The most probable, the best first, of equals the first; fewer when fewer are allowed. */
  Best best(int count) {
    var best = new Best(count);
    if (text) {
      for (int i = 0; i < scores.likely().length; i++) {
        best.offer(scores.likely()[i], scores.likelyLogits()[i]);
      }
    }
    if (ends) {
      best.offer(end, scores.other()[0]);
    }
    for (int token = from; token < to; token++) {
      best.offer(token, scores.other()[token - end]);
    }
    return best;
  }

  /** Logits of all tokens; minus infinity for those that may not come. */
  float[] logits() {
    float[] logits = new float[end + scores.other().length];
    Arrays.fill(logits, Float.NEGATIVE_INFINITY);
    if (text) {
      System.arraycopy(scores.text().get(), 0, logits, 0, end);
    }
    if (ends) {
      logits[end] = scores.other()[0];
    }
    System.arraycopy(scores.other(), from - end, logits, from, to - from);
    return logits;
  }

  private double stampSum() {
    return Logits.logSum(scores.other(), from - end, to - end);
  }

  /** A few tokens in order. */
  static final class Best {
    private final int[] tokens;
    private final float[] logits;
    private int size;

    private Best(int count) {
      this.tokens = new int[count];
      this.logits = new float[count];
    }

    int size() {
      return size;
    }

    int token(int at) {
      return tokens[at];
    }

    float logit(int at) {
      return logits[at];
    }

    private void offer(int token, float logit) {
      boolean full = size == tokens.length;
      if (logit == Float.NEGATIVE_INFINITY || (full && !(logit > logits[size - 1]))) {
        return;
      }
      int at = Math.min(size, tokens.length - 1);
      while (at > 0 && logits[at - 1] < logit) {
        tokens[at] = tokens[at - 1];
        logits[at] = logits[at - 1];
        at--;
      }
      tokens[at] = token;
      logits[at] = logit;
      size = Math.min(tokens.length, size + 1);
    }
  }
}
