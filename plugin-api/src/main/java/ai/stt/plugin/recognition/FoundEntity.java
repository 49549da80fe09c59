package ai.stt.plugin.recognition;

/**
 * A place in a text that names something.
 *
 * @param kind what is named there, in the words of the request
 * @param start where it begins, in UTF-16 code units
 * @param end where it ends, exclusive
 * @param score how likely it is, 0 to 1
 */
public record FoundEntity(String kind, int start, int end, float score) {
  /** Checks the place and the score. */
  public FoundEntity {
    if (start < 0 || end <= start) {
      throw new IllegalArgumentException("not a place: %d..%d".formatted(start, end));
    }
    if (!(score >= 0 && score <= 1)) {
      throw new IllegalArgumentException("not in 0..1: " + score);
    }
  }
}
