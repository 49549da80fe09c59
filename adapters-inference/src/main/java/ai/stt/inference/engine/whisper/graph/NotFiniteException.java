package ai.stt.inference.engine.whisper.graph;

/** Weights that hold something that is no number: the file is damaged. */
public final class NotFiniteException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private NotFiniteException(String tensor) {
    super("'%s' holds something that is no number".formatted(tensor));
  }

  /** Throws when one of the first numbers is infinite or none. */
  static void check(String tensor, float[] values, int count) {
    float sum = 0;
    for (int i = 0; i < count; i++) {
      sum += values[i] * 0; // 0 for numbers, NaN for all else
    }
    if (sum != 0) {
      throw new NotFiniteException(tensor);
    }
  }
}
