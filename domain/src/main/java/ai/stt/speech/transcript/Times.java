package ai.stt.speech.transcript;

/** The checks that words and segments share. */
final class Times {
  private Times() {}

  static void check(double start, double end) {
    if (!(start >= 0) || !(end >= start) || Double.isInfinite(end)) {
      throw new IllegalArgumentException("not a time span: " + start + " to " + end);
    }
  }

  static void checkUnit(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " is not in 0..1: " + value);
    }
  }
}
