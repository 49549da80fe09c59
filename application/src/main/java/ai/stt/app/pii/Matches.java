package ai.stt.app.pii;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the rules share. */
final class Matches {
  private static final int FLAGS = Pattern.UNICODE_CHARACTER_CLASS;

  private Matches() {}

  static Pattern pattern(String form) {
    return Pattern.compile(form, FLAGS);
  }

  static Pattern anyCase(String form) {
    return Pattern.compile(form, FLAGS | Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }

  /** Every place that has a form and passes a check. */
  static List<PiiSpan> of(String text, PiiType type, Pattern form, Predicate<String> check) {
    List<PiiSpan> found = new ArrayList<>();
    Matcher matcher = form.matcher(text);
    while (matcher.find()) {
      if (matcher.end() > matcher.start() && check.test(matcher.group())) {
        found.add(new PiiSpan(type, matcher.start(), matcher.end()));
      }
    }
    return found;
  }

  /** The digits of a text. */
  static String digits(String text) {
    return text.replaceAll("[^0-9]", "");
  }

  /** The letters and digits of a text, in upper case. */
  static String compact(String text) {
    return text.replaceAll("[^\\p{Alnum}]", "").toUpperCase(Locale.ROOT);
  }
}
