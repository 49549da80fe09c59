package ai.stt.app.writing;

import java.lang.Character.UnicodeScript;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds where a text says what a model claims to have copied from it. Spaces, capitals and the kind
 * of quotation marks do not count; every letter does, and words count as a whole where their script
 * puts spaces between them. Thread-safe.
 */
public final class Verbatim {
  private static final Pattern SPEAKER =
      Pattern.compile("\\A\\s*(\\[\\d+]\\s*)?(\\p{L}[^:\\n]{0,40}:\\s+)?");
  private static final Pattern ENDS =
      Pattern.compile("\\A[\\s\"'“”‘’«»…-]+|[\\s\"'“”‘’«»…]+\\z|\\.{2,}\\z");

  private static final int MARKS =
      1 << Character.NON_SPACING_MARK | 1 << Character.COMBINING_SPACING_MARK;

  private final String text;
  private final String plain;

  /** For each character of the plain text where it stands. */
  private final int[] places;

  /** A text to be searched. */
  public Verbatim(String text) {
    this.text = text;
    var letters = new StringBuilder(text.length());
    int[] at = new int[text.length()];
    for (int i = 0; i < text.length(); i++) {
      char c = plain(text.charAt(i));
      boolean second =
          c == ' ' && !letters.isEmpty() && letters.charAt(letters.length() - 1) == ' ';
      if (!second) {
        at[letters.length()] = i;
        letters.append(c);
      }
    }
    plain = letters.toString();
    places = at;
  }

  /**
   * A place in the text.
   *
   * @param start where it begins, in UTF-16 code units
   * @param end where it ends, exclusive
   */
  public record Place(int start, int end) {}

  /** The first place behind {@code from} where the text says it, else the first of all. */
  public Optional<Place> find(String copied, int from) {
    String bare = ENDS.matcher(copied).replaceAll("");
    Optional<Place> place = findBare(bare, from);
    if (place.isPresent()) {
      return place;
    }
    String said = SPEAKER.matcher(bare).replaceFirst("");
    return said.equals(bare) ? Optional.empty() : findBare(said, from);
  }

  /** Whether the text says it anywhere. */
  public boolean says(String copied) {
    return find(copied, 0).isPresent();
  }

  private Optional<Place> findBare(String bare, int from) {
    String wanted = plain(bare);
    if (wanted.length() < 2 || wanted.chars().noneMatch(Character::isLetterOrDigit)) {
      return Optional.empty();
    }
    int after = 0;
    while (after < plain.length() && places[after] < from) {
      after++;
    }
    for (int start : new int[] {after, 0}) {
      for (String letters : new String[] {bare, ""}) {
        int at = whole(wanted, letters, start);
        if (at >= 0) {
          return Optional.of(new Place(places[at], places[at + wanted.length() - 1] + 1));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Where words stand that are not a part of longer ones, -1 when nowhere.
   *
   * @param letters as which they have to stand there, capitals and all; empty for any
   */
  private int whole(String wanted, String letters, int from) {
    int at = plain.indexOf(wanted, from);
    while (at >= 0
        && !(text.startsWith(letters, places[at])
            && isBorder(at, true)
            && isBorder(at + wanted.length(), false))) {
      at = plain.indexOf(wanted, at + 1);
    }
    return at;
  }

  /** Whether a word can begin or end at a place. */
  private boolean isBorder(int at, boolean begins) {
    if (at == 0 || at == plain.length()) {
      return true;
    }
    int before = plain.codePointBefore(at);
    int after = plain.codePointAt(at);
    return !isOfWord(before)
        || !isOfWord(after)
        || isJoined(before, begins)
        || isJoined(after, begins);
  }

  private static boolean isOfWord(int c) {
    return Character.isLetterOrDigit(c) || (MARKS >> Character.getType(c) & 1) != 0;
  }

  /** Whether words of its script stand without a space beside others, or beside short ones. */
  private static boolean isJoined(int c, boolean begins) {
    return switch (UnicodeScript.of(c)) {
      case HAN, HIRAGANA, KATAKANA, HANGUL, THAI, LAO, KHMER, MYANMAR, TIBETAN -> true;
      case ARABIC, HEBREW -> begins; // articles and prepositions stand in front
      default -> false;
    };
  }

  private static String plain(String text) {
    var letters = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = plain(text.charAt(i));
      if (c != ' ' || letters.isEmpty() || letters.charAt(letters.length() - 1) != ' ') {
        letters.append(c);
      }
    }
    return letters.toString().strip();
  }

  /** One for one, so that places stay. */
  private static char plain(char c) {
    if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
      return ' ';
    }
    return switch (c) {
      case '“', '”', '„', '«', '»' -> '"';
      case '‘', '’', 'ʼ' -> '\'';
      case '–', '—', '‑' -> '-';
      default -> Character.toLowerCase(c);
    };
  }
}
