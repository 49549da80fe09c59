package ai.stt.model.extractive;

/** What is computed with vectors of unit length. */
final class Vectors {
  private Vectors() {}

  /** How alike two are, -1 to 1. */
  static double dot(float[] a, float[] b) {
    float sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** The same direction at unit length; nothing stays nothing. */
  static float[] unit(float[] vector) {
    double length = Math.sqrt(dot(vector, vector));
    float[] unit = new float[vector.length];
    for (int i = 0; i < unit.length && length > 0; i++) {
      unit[i] = (float) (vector[i] / length);
    }
    return unit;
  }

  /** The direction of several together, from one to another, exclusive. */
  static float[] mean(float[][] vectors, int from, int to) {
    float[] sum = new float[vectors[from].length];
    for (int i = from; i < to; i++) {
      for (int d = 0; d < sum.length; d++) {
        sum[d] += vectors[i][d];
      }
    }
    return unit(sum);
  }
}
