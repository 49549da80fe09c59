package ai.stt.plugin.understanding;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text that is to be understood. All places in it are counted in UTF-16 code units.
 *
 * @param text the whole text
 * @param parts its pieces in their order, none overlapping another; what lies between them, such as
 *     names in front of what is said, is no part of what is said
 */
public record SourceText(String text, List<Part> parts) {
  /**
   * What somebody says without a break.
   *
   * @param start where it begins in the text
   * @param end where it ends, exclusive
   * @param speaker who says it, null when nobody knows
   * @param seconds when it is said in the recording, NaN when nobody knows
   */
  public record Part(int start, int end, @Nullable String speaker, double seconds) {}

  /** Checks that the parts lie in the text and in order. */
  public SourceText {
    parts = List.copyOf(parts);
    int last = 0;
    for (Part part : parts) {
      if (part.start() < last || part.end() < part.start() || part.end() > text.length()) {
        throw new IllegalArgumentException(
            "part %d..%d is out of order or outside of the text"
                .formatted(part.start(), part.end()));
      }
      last = part.end();
    }
  }

  /** A text of which only the words are known. */
  public static SourceText of(String text) {
    return new SourceText(text, List.of(new Part(0, text.length(), null, Double.NaN)));
  }
}
