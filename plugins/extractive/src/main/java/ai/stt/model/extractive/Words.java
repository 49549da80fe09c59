package ai.stt.model.extractive;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The words of a sentence. Where a script has no spaces, runs of Chinese characters and of katakana
 * are words, and hiragana between them, which is mostly grammar, is not.
 */
final class Words {
  /**
   * A word.
   *
   * @param start where it begins, in UTF-16 code units
   * @param end where it ends, exclusive
   * @param lower the word in lower case
   */
  record Word(int start, int end, String lower) {}

  private Words() {}

  /** The words between two places of a text. */
  static List<Word> of(String text, int from, int to) {
    List<Word> words = new ArrayList<>();
    int start = -1;
    Kind kind = Kind.NONE;
    for (int at = from; at <= to; ) {
      int c = at < to ? text.codePointAt(at) : ' ';
      Kind here = Kind.of(c);
      boolean joins = here == kind || (kind != Kind.NONE && isJoiner(text, start, at, to));
      if (start >= 0 && !joins) {
        add(words, text, start, at, kind);
        start = -1;
      }
      if (start < 0 && here != Kind.NONE) {
        start = at;
        kind = here;
      } else if (start < 0) {
        kind = Kind.NONE;
      }
      at += Math.min(Character.charCount(c), Math.max(1, to - at));
    }
    return words;
  }

  private static void add(List<Word> words, String text, int from, int to, Kind kind) {
    if (kind == Kind.HAN || kind == Kind.KATAKANA || kind == Kind.LETTERS) {
      words.add(new Word(from, to, text.substring(from, to).toLowerCase(Locale.ROOT)));
    }
  }

  /** A hyphen between two letters, or an apostrophe that does not part an article from a noun. */
  private static boolean isJoiner(String text, int start, int at, int to) {
    char c = at < to ? text.charAt(at) : ' ';
    boolean apostrophe = c == '\'' || c == '’';
    if ((!apostrophe && c != '-') || at + 1 >= to || !Character.isLetter(text.charAt(at + 1))) {
      return false;
    }
    int after = at + 1;
    while (after < to && Character.isLetter(text.charAt(after)) && after - at < 4) {
      after++;
    }
    return !apostrophe || at - start > 2 || after - at <= 3;
  }

  private enum Kind {
    NONE,
    LETTERS,
    HAN,
    KATAKANA,
    HIRAGANA;

    static Kind of(int c) {
      if (c < 0x300) {
        return Character.isLetterOrDigit(c) ? LETTERS : NONE;
      }
      boolean inWord =
          Character.isLetterOrDigit(c)
              || Character.getType(c) == Character.NON_SPACING_MARK
              || Character.getType(c) == Character.COMBINING_SPACING_MARK;
      if (c == 0x30fc) {
        return KATAKANA;
      }
      if (!inWord) {
        return NONE;
      }
      return switch (UnicodeScript.of(c)) {
        case HAN -> HAN;
        case KATAKANA -> KATAKANA;
        case HIRAGANA -> HIRAGANA;
        default -> LETTERS;
      };
    }
  }
}
