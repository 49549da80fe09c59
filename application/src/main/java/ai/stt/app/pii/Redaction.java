package ai.stt.app.pii;

import java.util.List;

/**
 * A text without what tells who somebody is.
 *
 * @param text with placeholders such as {@code [EMAIL_1]}; the same thing has the same one
 * @param found the places in the text before, in order, none overlapping another
 */
public record Redaction(String text, List<PiiSpan> found) {
  /** Takes a copy. */
  public Redaction {
    found = List.copyOf(found);
  }
}
