package ai.stt.model.gliner;

import org.jspecify.annotations.Nullable;

/**
 * Goes through the words of a text, as the original cuts them: letters, digits and underscores,
 * joined by single dashes; every other character that is no space is a word of its own. One thread
 * at a time.
 */
final class WordScanner {
  private final String text;
  private int at;

  WordScanner(String text) {
    this.text = text;
  }

  /** A place in the text, in UTF-16 code units, the end exclusive. */
  record Place(int start, int end) {}

  /** The next word, null behind the last. */
  @Nullable Place next() {
    while (at < text.length() && isSpace(text.codePointAt(at))) {
      at += Character.charCount(text.codePointAt(at));
    }
    if (at == text.length()) {
      return null;
    }
    int start = at;
    int run = run(at);
    if (run == start) {
      at += Character.charCount(text.codePointAt(at));
      return new Place(start, at);
    }
    while (run < text.length() && text.charAt(run) == '-' && run(run + 1) > run + 1) {
      run = run(run + 1);
    }
    at = run;
    return new Place(start, at);
  }

  /** Where a run of letters and digits ends that begins at a place. */
  private int run(int from) {
    int end = from;
    while (end < text.length() && isWordPart(text.codePointAt(end))) {
      end += Character.charCount(text.codePointAt(end));
    }
    return end;
  }

  /** Letters, numbers of every kind and the underscore, but no marks: as Python's {@code \w}. */
  private static boolean isWordPart(int codePoint) {
    return codePoint == '_'
        || Character.isLetterOrDigit(codePoint)
        || Character.getType(codePoint) == Character.LETTER_NUMBER
        || Character.getType(codePoint) == Character.OTHER_NUMBER;
  }

  /** As Python's {@code \s}. */
  private static boolean isSpace(int codePoint) {
    return Character.isSpaceChar(codePoint)
        || (codePoint >= 0x09 && codePoint <= 0x0d)
        || (codePoint >= 0x1c && codePoint <= 0x1f)
        || codePoint == 0x85;
  }
}
