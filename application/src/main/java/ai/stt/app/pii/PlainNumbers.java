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
    for (int at = 0; at < text.length(); ) {
      int c = text.codePointAt(at);
      int next = at + Character.charCount(c);
      boolean between =
          behindDigit && next < text.length() && Character.isDigit(text.codePointAt(next));
      if (!between || Character.getType(c) != Character.FORMAT) {
        places[plain.length()] = at;
        int value = Character.isDigit(c) ? Character.digit(c, 10) : -1;
        behindDigit = value >= 0;
        if (behindDigit) {
          plain.append((char) ('0' + value));
        } else if (between) {
          plain.append(separator(text.charAt(at), c));
        } else {
          plain.append(text.charAt(at));
        }
        if (!behindDigit && next - at == 2) {
          places[plain.length()] = at + 1;
          plain.append(text.charAt(at + 1));
        }
      }
      at = next;
    }
    places[plain.length()] = text.length();
    return new PlainNumbers(plain.toString(), Arrays.copyOf(places, plain.length() + 1));
  }

  /** What stands between two digits. */
  private static char separator(char same, int c) {
    return switch (Character.getType(c)) {
      case Character.SPACE_SEPARATOR -> ' ';
      case Character.DASH_PUNCTUATION -> '-';
      default -> same;
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
