package ai.stt.app.pii;

/**
 * A place in a text that tells who somebody is.
 *
 * @param start where it begins, in UTF-16 code units
 * @param end where it ends, exclusive
 */
public record PiiSpan(PiiType type, int start, int end) {
  /** Checks the place. */
  public PiiSpan {
    if (start < 0 || end <= start) {
      throw new IllegalArgumentException("not a place: %d..%d".formatted(start, end));
    }
  }

  int length() {
    return end - start;
  }

  boolean overlaps(PiiSpan other) {
    return start < other.end && other.start < end;
  }
}
