package ai.stt.inference.engine.whisper.search;

import java.util.Arrays;

/** Arithmetic on logits; forbidden tokens have minus infinity. */
final class Logits {
  /** What is so much less than the largest adds nothing that a float could show. */
  private static final float NEGLIGIBLE = 24;

  private Logits() {}

  static void forbid(float[] logits, int from, int to) {
    Arrays.fill(logits, from, to, Float.NEGATIVE_INFINITY);
  }

  static float largest(float[] logits, int from, int to) {
    float most = Float.NEGATIVE_INFINITY;
    for (int i = from; i < to; i++) {
      most = Math.max(most, logits[i]);
    }
    return most;
  }

  static int indexOf(float[] logits, float value) {
    for (int i = 0; i < logits.length; i++) {
      if (logits[i] == value) {
        return i;
      }
    }
    throw new IllegalStateException("the model gives no numbers");
  }

  /** The logarithm of the sum of the exponentials. */
  static double logSum(float[] logits, int from, int to) {
    float most = largest(logits, from, to);
    if (Float.isInfinite(most)) {
      return Double.NEGATIVE_INFINITY;
    }
    float least = most - NEGLIGIBLE;
    double sum = 0;
    for (int i = from; i < to; i++) {
      if (logits[i] > least) {
        sum += Math.exp(logits[i] - most);
      }
    }
    return most + Math.log(sum);
  }

  /** The indices of the largest, the largest first, of equals the first. */
  static int[] top(float[] logits, int count) {
    int[] best = new int[count];
    int found = 0;
    float least = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < logits.length; i++) {
      if (logits[i] > least) {
        int at = Math.min(found, count - 1);
        while (at > 0 && logits[best[at - 1]] < logits[i]) {
          best[at] = best[at - 1];
          at--;
        }
        best[at] = i;
        found = Math.min(count, found + 1);
        least = found == count ? logits[best[count - 1]] : Float.NEGATIVE_INFINITY;
      }
    }
    return Arrays.copyOf(best, found);
  }
}
