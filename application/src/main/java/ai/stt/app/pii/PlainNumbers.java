package ai.stt.app.pii;

import java.util.Arrays;

/**
 * A text with its numbers as the rules read them: the decimal digits of every script as those of
 * ASCII, with a plain space or hyphen between them and nothing that cannot be seen.
 */
final class PlainNumbers {
  private final String text;

  /** For each character of the text, and for its end, where it stands in that before. */
  private final int[] places;

  private PlainNumbers(String text, int[] places) {
    this.text = text;
    this.places = places;
  }

  static PlainNumbers of(String text) {
    var plain = new StringBuilder(text.length());
    int[] places = new int[text.length() + 1];
    boolean behindDigit = false;
    boolean behindSeparator = false;
    for (int at = 0; at < text.length(); ) {
      int end = visible(text, at);
      if (end > at) {
        boolean hidden =
            behindDigit
                ? isDigit(text, end) || isSeparator(text, end)
                : behindSeparator && isDigit(text, end);
        for (; at < end; at++) {
          if (!hidden) {
            places[plain.length()] = at;
            plain.append(text.charAt(at));
          }
        }
        behindDigit &= hidden;
        behindSeparator &= hidden;
        continue;
      }
      int c = text.codePointAt(at);
      end = at + Character.charCount(c);
      behindSeparator = behindDigit && isSeparator(text, at);
      behindDigit = Character.isDigit(c);
      places[plain.length()] = at;
      if (behindDigit) {
        plain.append((char) ('0' + Character.digit(c, 10)));
      } else if (behindSeparator) {
        plain.append(separator(c));
      } else {
        plain.append(text.charAt(at));
        if (end - at == 2) {
          places[plain.length()] = at + 1;
          plain.append(text.charAt(at + 1));
        }
      }
      at = end;
    }
    places[plain.length()] = text.length();
    return new PlainNumbers(plain.toString(), Arrays.copyOf(places, plain.length() + 1));
  }

  /** The first place from this one on at which there is something to be seen, or the end. */
  private static int visible(String text, int from) {
    int at = from;
    while (at < text.length() && Character.getType(text.codePointAt(at)) == Character.FORMAT) {
      at += Character.charCount(text.codePointAt(at));
    }
    return at;
  }

  private static boolean isDigit(String text, int at) {
    return at < text.length() && Character.isDigit(text.codePointAt(at));
  }

  /** Whether a single space or dash is there, and then a digit. */
  private static boolean isSeparator(String text, int at) {
    return at < text.length()
        && separator(text.codePointAt(at)) != 0
        && isDigit(text, visible(text, at + Character.charCount(text.codePointAt(at))));
  }

  /** What a space or dash between two digits is read as; 0 for what is neither. */
  private static char separator(int c) {
    return switch (Character.getType(c)) {
      case Character.SPACE_SEPARATOR -> ' ';
      case Character.DASH_PUNCTUATION -> '-';
      default -> 0;
    };
  }

  /** The text, never longer than that before. */
  String text() {
    return text;
  }

  /** The place in the text before. */
  PiiSpan before(PiiSpan span) {
    return new PiiSpan(span.type(), places[span.start()], places[span.end()]);
  }
}
