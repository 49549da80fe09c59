package ai.stt.plugin.understanding;

import org.jspecify.annotations.Nullable;

/**
 * A sentence of a text.
 *
 * @param start where it begins, in UTF-16 code units
 * @param end where it ends, exclusive
 * @param speaker who says it, null when nobody knows
 * @param seconds when it is said, NaN when nobody knows
 */
public record Sentence(int start, int end, @Nullable String speaker, double seconds) {
  /** Its words, as they stand in the text. */
  public String in(SourceText source) {
    return source.text().substring(start, end);
  }
}
