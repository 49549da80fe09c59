package ai.stt.app.pii;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dates that a word near them makes the day of somebody's birth. */
final class BirthDates implements PiiRule {
  private static final Pattern DATE =
      Matches.anyCase(
          "(?<![\\w./-])(?:\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}|\\d{1,2}[-/.] ?\\d{1,2}[-/.] ?\\d{2,4}"
              + "|\\d{1,2}(?:st|nd|rd|th|\\.|er)?(?: of| de| di)? \\p{L}{3,12}\\.?(?:,| de| del)? \\d{4}"
              + "|\\p{L}{3,12}\\.? \\d{1,2}(?:st|nd|rd|th)?,? \\d{4})(?![\\w]|[./-]\\d)|\\d{4}年\\d{1,2}月\\d{1,2}[日号]");
  private static final Pattern BIRTH =
      Matches.anyCase(
          "(?:\\bborn\\b|\\bbirth|\\bd\\.?o\\.?b\\b|geboren|geburtsdatum|geburtstag|\\bgeb\\.|\\bnée?\\b|naissance|nac(?:i[óo]|í)\\b|nacid[oa]|nacimiento|\\bnat[oa] (?:il|a|nel)\\b|nascita|nascid[oa]|nasci\\b|nascimento|geboortedatum|родил|рожден|出生|生日|生年月日|生まれ|مواليد|ولد|तारीख|जन्म)");
  private static final Pattern AFTER = Matches.anyCase("^[^\\p{L}\\n]{0,3}(?:geboren|生まれ|出生)");
  private static final int REACH = 40;

  @Override
  public List<PiiSpan> find(String text) {
    List<PiiSpan> found = new ArrayList<>();
    Announcements births = Announcements.in(text, BIRTH);
    Matcher matcher = DATE.matcher(text);
    while (matcher.find()) {
      String behind = text.substring(matcher.end(), Math.min(text.length(), matcher.end() + 12));
      if (births.before(matcher.start(), REACH, ".\n") || AFTER.matcher(behind).find()) {
        found.add(new PiiSpan(PiiType.DATE_OF_BIRTH, matcher.start(), matcher.end()));
      }
    }
    return found;
  }
}
