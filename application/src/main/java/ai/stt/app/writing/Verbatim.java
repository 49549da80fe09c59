package ai.stt.app.writing;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds where a text says what a model claims to have copied from it. Spaces, capitals and the kind
 * of quotation marks do not count; every letter does. Thread-safe.
 */
public final class Verbatim {
  private static final Pattern SPEAKER =
      Pattern.compile("\\A\\s*(\\[\\d+]\\s*)?(\\p{L}[^:\\n]{0,40}:\\s+)?");
  private static final Pattern ENDS =
      Pattern.compile("\\A[\\s\"'“”‘’«»…-]+|[\\s\"'“”‘’«»…]+\\z|\\.{2,}\\z");

  private final String plain;

  /** For each character of the plain text where it stands. */
  private final int[] places;

  /** A text to be searched. */
  public Verbatim(String text) {
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
    int at = plain.indexOf(wanted, after);
    if (at < 0) {
      at = plain.indexOf(wanted);
    }
    return at < 0
        ? Optional.empty()
        : Optional.of(new Place(places[at], places[at + wanted.length() - 1] + 1));
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
