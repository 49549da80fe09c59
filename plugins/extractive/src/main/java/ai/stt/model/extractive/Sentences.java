package ai.stt.model.extractive;

import ai.stt.plugin.understanding.Sentence;
import ai.stt.plugin.understanding.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Cuts a text into sentences, within what one speaker says. What has no end of a sentence for long
 * is cut at a space, and a word without an end anywhere, so that every sentence is short.
 */
final class Sentences {
  /** UTF-16 code units after which a sentence ends at the next space. */
  private static final int LONG = 600;

  /** And after which it ends wherever it is. */
  private static final int LONGEST = 1000;

  private static final String ENDS = ".!?…。！？．؟۔।॥‽";

  /** These need no space behind them. */
  private static final String WIDE_ENDS = "。！？．।॥";

  private static final String CLOSERS = "\"'”’»)]}」』】›";

  private static final Set<String> ABBREVIATIONS =
      Set.of(
          "mr", "mrs", "ms", "dr", "prof", "st", "vs", "etc", "e.g", "i.e", "no", "inc", "ltd",
          "jr", "sr", "co", "corp", "dept", "approx", "fig", "al", "z.b", "bzw", "d.h", "usw", "nr",
          "hr", "fr", "evtl", "ca", "m", "mme", "mlle", "sra", "srta", "dra", "p.ej", "ud", "uds",
          "sig", "dott", "г", "т.е", "т.д", "ул", "a.m", "p.m", "u.s", "u.k");

  private static final List<String> MONTHS =
      List.of(
          "Januar",
          "Jänner",
          "Februar",
          "März",
          "April",
          "Mai",
          "Juni",
          "Juli",
          "August",
          "September",
          "Oktober",
          "November",
          "Dezember");

  private final String text;
  private final SourceText.Part part;
  private final List<Sentence> found;
  private int start;

  private Sentences(String text, SourceText.Part part, List<Sentence> found) {
    this.text = text;
    this.part = part;
    this.found = found;
    this.start = part.start();
  }

  static List<Sentence> of(SourceText source) {
    List<Sentence> found = new ArrayList<>();
    for (SourceText.Part part : source.parts()) {
      new Sentences(source.text(), part, found).cut();
    }
    return found;
  }

  private void cut() {
    for (int at = part.start(); at < part.end(); ) {
      char c = text.charAt(at);
      int length = at - start;
      if (c == '\n' || c == '\u2029' || (length >= LONG && Character.isWhitespace(c))) {
        end(at);
        at++;
      } else if (ENDS.indexOf(c) >= 0) {
        int after = afterEnd(at);
        if (isEnd(at, after)) {
          end(after);
        }
        at = after;
      } else if (length >= LONGEST && !Character.isLowSurrogate(c)) {
        end(at);
        at++;
      } else {
        at++;
      }
    }
    end(part.end());
  }

  /** Behind all the ends and closing quotes from here on. */
  private int afterEnd(int at) {
    int after = at;
    while (after < part.end() && ENDS.indexOf(text.charAt(after)) >= 0) {
      after++;
    }
    while (after < part.end() && CLOSERS.indexOf(text.charAt(after)) >= 0) {
      after++;
    }
    return after;
  }

  private boolean isEnd(int at, int after) {
    if (after == part.end() || WIDE_ENDS.indexOf(text.charAt(at)) >= 0) {
      return true;
    }
    if (!Character.isWhitespace(text.charAt(after)) && !Character.isSpaceChar(text.charAt(after))) {
      return false;
    }
    if (text.charAt(at) != '.' || after > at + 1) {
      return true;
    }
    int word = at;
    while (word > start && !Character.isWhitespace(text.charAt(word - 1)) && at - word < 12) {
      word--;
    }
    String before = text.substring(word, at).toLowerCase(Locale.ROOT);
    boolean initial =
        before.length() == 1 && Character.isLetter(before.charAt(0)) && !before.equals("i");
    return !initial && !ABBREVIATIONS.contains(before) && !isOrdinal(before, word, after);
  }

  /** A number that begins a line, or is the day of a month. */
  private boolean isOrdinal(String before, int word, int after) {
    if (!before.matches("[(]?\\d{1,2}")) {
      return false;
    }
    String behind = text.substring(after, Math.min(part.end(), after + 12)).strip();
    return word == start || MONTHS.stream().anyMatch(behind::startsWith);
  }

  /** Keeps what lies before a place without the space around it, unless that is nothing. */
  private void end(int at) {
    int from = start;
    int to = at;
    while (from < to && isBlank(text.charAt(from))) {
      from++;
    }
    while (to > from && isBlank(text.charAt(to - 1))) {
      to--;
    }
    if (to > from) {
      found.add(new Sentence(from, to, part.speaker(), part.seconds()));
    }
    start = at;
  }

  private static boolean isBlank(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c);
  }
}
