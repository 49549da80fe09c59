package ai.stt.inference.engine.whisper.search;

/** Arithmetic on logits. */
final class Logits {
  private Logits() {}

  /** The logarithm of the sum of the exponentials. */
  static double logSum(float[] logits, int from, int to) {
    float most = Float.NEGATIVE_INFINITY;
    for (int i = from; i < to; i++) {
      most = Math.max(most, logits[i]);
    }
    if (Float.isInfinite(most)) {
      return Double.NEGATIVE_INFINITY;
    }
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += Math.exp(logits[i] - most);
    }
    return most + Math.log(sum);
  }

  /** The logarithm of the sum of two exponentials. */
  static double add(double left, double right) {
    double most = Math.max(left, right);
    return most == Double.NEGATIVE_INFINITY
        ? most
        : most + Math.log(Math.exp(left - most) + Math.exp(right - most));
  }
}
