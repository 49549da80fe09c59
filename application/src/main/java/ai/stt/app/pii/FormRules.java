package ai.stt.app.pii;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** What its form alone tells: mail, web and network addresses. */
final class FormRules implements PiiRule {
  /** Letters of scripts with spaces; behind others an address begins without one. */
  private static final String LETTER = "\\p{IsLatin}\\p{IsCyrillic}\\p{IsGreek}\\p{Nd}_";

  private static final String SIGNS = "!#$%&'*+/=?^`{|}~-";

  private static final Pattern EMAIL =
      Pattern.compile(
          "(?<![%s.+-])[%s%s][%s.%s]{0,63}@[\\p{L}\\p{Nd}-]{1,63}(?:\\.[\\p{L}\\p{Nd}-]{1,63}){0,8}\\.\\p{L}[\\p{L}\\p{Nd}-]{1,62}"
              .formatted(LETTER, LETTER, SIGNS, LETTER, SIGNS));

  /** As people say it. */
  private static final Pattern SPOKEN_EMAIL =
      Matches.anyCase(
          "\\b[\\w+-]{1,40}(?:(?: dot |\\.)[\\w+-]{1,40}){0,3}(?: at | \\(at\\) | \\[at\\] |\\(at\\)|\\[at\\])[\\w-]{1,40}(?:(?: dot | \\(dot\\) | \\[dot\\] |\\(dot\\)|\\[dot\\])[\\w-]{1,20}){1,3}\\b");

  private static final Pattern SPOKEN_AT = Pattern.compile("(?i) at |[(\\[]at[)\\]]");

  private static final Pattern URL =
      Matches.anyCase(
          "\\b(?:(?:https?|ftp)://[^\\s<>\"“”]{2,2000}|www\\.[^\\s<>\"“”]{3,2000})(?<![.,;:!?)\\]}'’»])");
  private static final Pattern IPV4 =
      Matches.pattern("(?<![A-Za-z0-9_.])\\d{1,3}(?:\\.\\d{1,3}){3}(?:/\\d{1,2})?(?![\\w]|\\.\\d)");
  private static final Pattern IPV6 =
      Matches.pattern(
          "(?<![\\w:.])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?:(?<=:)\\d{1,3}(?:\\.\\d{1,3}){3})?(?:%\\w{1,15})?(?![\\w:])");

  @Override
  public List<PiiSpan> find(String text) {
    List<PiiSpan> found = new ArrayList<>();
    if (text.indexOf('@') >= 0) {
      found.addAll(Matches.of(text, PiiType.EMAIL, EMAIL, any -> true));
    }
    if (SPOKEN_AT.matcher(text).find()) {
      found.addAll(Matches.of(text, PiiType.EMAIL, SPOKEN_EMAIL, any -> true));
    }
    found.addAll(Matches.of(text, PiiType.URL, URL, any -> true));
    if (text.indexOf('.') >= 0) {
      found.addAll(Matches.of(text, PiiType.IP_ADDRESS, IPV4, FormRules::isIpv4));
    }
    if (text.indexOf(':') >= 0) {
      found.addAll(Matches.of(text, PiiType.IP_ADDRESS, IPV6, FormRules::isIpv6));
    }
    return found;
  }

  private static boolean isIpv4(String value) {
    String[] parts = value.replaceAll("/.*", "").split("\\.");
    return Arrays.stream(parts)
        .allMatch(p -> Integer.parseInt(p) <= 255 && (p.length() == 1 || p.charAt(0) != '0'));
  }

  /** Groups of hexadecimal digits, all eight or a gap; a time of the day has neither. */
  private static boolean isIpv6(String value) {
    String bare = value.replaceAll("%.*", "");
    int gaps = bare.split("::", -1).length - 1;
    long groups =
        Arrays.stream(bare.split(":")).filter(group -> !group.isEmpty()).count()
            + (bare.contains(".") ? 1 : 0);
    boolean ends = !bare.endsWith(":") || bare.endsWith("::");
    return ends && (gaps == 1 ? groups < 8 && bare.length() > 2 : gaps == 0 && groups == 8);
  }
}
