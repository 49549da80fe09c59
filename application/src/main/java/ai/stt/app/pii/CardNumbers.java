package ai.stt.app.pii;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Numbers of cards by Luhn's sum, wherever in a row of numbers they stand: other numbers, such as
 * the date on the card or the code on its back, may follow or go before.
 */
final class CardNumbers implements PiiRule {
  private static final int FEWEST = 12;
  private static final int MOST = 19;

  /** Lengths of the groups that cards show. */
  private static final Pattern SHOWN = Pattern.compile("4444[1-4]?|444[1-3]|465|464|[c-j]");

  /** Who gives cards out, by the first digits, with the lengths of their numbers (ISO/IEC 7812). */
  private static final Pattern KNOWN =
      Pattern.compile(
          "4(?:\\d{12}|\\d{15}|\\d{18})|(?:5[1-5]|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720))\\d+(?<=^\\d{16})"
              + "|3[47]\\d{13}|3(?:0[0-5]|[689]\\d)\\d{11}"
              + "|(?:6(?:011|4[4-9]|[25])|35(?:2[89]|[3-8])|220[0-4])\\d+(?<=^\\d{16,19})");

  /** What else may stand between the groups when they are read out, one after the other. */
  private static final String PAUSES = " ,.-\t\n";

  /**
   * Digits without anything between them.
   *
   * @param close whether one space or hyphen, and no more, is before it and the group before
   */
  private record Group(int start, int end, boolean close) {
    int length() {
      return end - start;
    }
  }

  @Override
  public List<PiiSpan> find(String text) {
    List<PiiSpan> found = new ArrayList<>();
    List<Group> row = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      if (!isDigit(text, at)) {
        at++;
        continue;
      }
      int end = at + 1;
      while (isDigit(text, end)) {
        end++;
      }
      if (!row.isEmpty() && !goesOn(text, row.getLast().end(), at)) {
        addCards(text, row, found);
        row.clear();
      }
      if (isFree(text, at, end)) {
        row.add(new Group(at, end, !row.isEmpty() && isClose(text, row.getLast().end(), at)));
      }
      at = end;
    }
    addCards(text, row, found);
    return found;
  }

  private static boolean isDigit(String text, int at) {
    return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
  }

  private static boolean goesOn(String text, int end, int next) {
    return next <= end + 3
        && text.substring(end, next).chars().allMatch(c -> PAUSES.indexOf(c) >= 0);
  }

  private static boolean isClose(String text, int end, int next) {
    return next == end + 1 && (text.charAt(end) == ' ' || text.charAt(end) == '-');
  }

  /** Not a part of a word or of a fraction. */
  private static boolean isFree(String text, int start, int end) {
    boolean before =
        start > 0
            && (isOfWord(text.charAt(start - 1))
                || (text.charAt(start - 1) == '.' && start > 1 && isDigit(text, start - 2)));
    boolean after =
        end < text.length()
            && (isOfWord(text.charAt(end)) || (text.charAt(end) == '.' && isDigit(text, end + 1)));
    return !before && !after;
  }

  private static boolean isOfWord(char c) {
    return c == '_' || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }

  private static void addCards(String text, List<Group> row, List<PiiSpan> found) {
    for (int first = 0; first < row.size(); first++) {
      var digits = new StringBuilder();
      var shape = new StringBuilder();
      boolean close = true;
      for (int last = first; last < row.size() && digits.length() < MOST; last++) {
        Group group = row.get(last);
        close &= last == first || group.close();
        digits.append(text, group.start(), group.end());
        shape.append(Character.forDigit(Math.min(group.length(), MOST), 36));
        boolean alone =
            !row.get(first).close() && (last == row.size() - 1 || !row.get(last + 1).close());
        boolean any = close && (alone || isShown(shape));
        if (digits.length() <= MOST
            && (close || isShown(shape))
            && isCard(digits.toString(), any)) {
          found.add(new PiiSpan(PiiType.CARD, row.get(first).start(), group.end()));
        }
      }
    }
    row.stream().filter(group -> group.length() > FEWEST).forEach(g -> addJoined(text, g, found));
  }

  private static boolean isShown(CharSequence shape) {
    return SHOWN.matcher(shape).matches();
  }

  /**
   * Whether it is a number of a card.
   *
   * @param any whether it may be anybody's; of a few numbers among many some have Luhn's sum
   */
  private static boolean isCard(String digits, boolean any) {
    return digits.length() >= FEWEST
        && "23456".indexOf(digits.charAt(0)) >= 0
        && digits.chars().distinct().count() > 1
        && (any || KNOWN.matcher(digits).matches())
        && Checksums.luhn(digits);
  }

  /** A card at the beginning or the end of digits among which no space says where it ends. */
  private static void addJoined(String text, Group group, List<PiiSpan> found) {
    for (int length = FEWEST + 1; length <= Math.min(MOST, group.length() - 1); length++) {
      for (int start : new int[] {group.start(), group.end() - length}) {
        if (isCard(text.substring(start, start + length), false)) {
          found.add(new PiiSpan(PiiType.CARD, start, start + length));
        }
      }
    }
  }
}
