package ai.stt.inference.phone;

import ai.stt.app.pii.PiiRule;
import ai.stt.app.pii.PiiSpan;
import ai.stt.app.pii.PiiType;
import com.google.i18n.phonenumbers.PhoneNumberMatch;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.Leniency;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Phone numbers by libphonenumber: international ones, and national ones of large countries that
 * are written as numbers to be dialled. Thread-safe.
 */
public final class NumberingPlans implements PiiRule {
  private static final Pattern CANDIDATE =
      Pattern.compile("(?<![\\w.])(?:\\+ ?|\\()?\\d(?:[ ()\\-./\u00a0]{0,3}\\d){6,16}(?!\\w)");

  /** Nobody writes other numbers so. */
  private static final Pattern DIALLED =
      Pattern.compile("\\(\\d+\\)|^0\\d+[ \\-/.]|\\d[-. ]\\d{3}[-. ]\\d{4}$|^\\d{2}( \\d{2}){4}$");

  private static final List<String> REGIONS =
      List.of("US", "GB", "DE", "FR", "ES", "IT", "NL", "BR", "IN", "RU", "CN", "JP", "AU", "MX");

  private final PhoneNumberUtil plans = PhoneNumberUtil.getInstance();

  @Override
  public List<PiiSpan> find(String text) {
    List<PiiSpan> found = new ArrayList<>();
    Matcher matcher = CANDIDATE.matcher(text);
    while (matcher.find()) {
      String candidate = matcher.group();
      int start = matcher.start();
      number(candidate)
          .ifPresent(
              number ->
                  found.add(
                      new PiiSpan(PiiType.PHONE, start + number.start(), start + number.end())));
    }
    return found;
  }

  private Optional<PhoneNumberMatch> number(String candidate) {
    if (candidate.startsWith("+") || candidate.startsWith("00")) {
      return first(candidate, candidate.startsWith("+") ? "ZZ" : "DE");
    }
    if (!DIALLED.matcher(candidate).find()) {
      return Optional.empty();
    }
    return REGIONS.stream()
        .map(region -> first(candidate, region))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<PhoneNumberMatch> first(String candidate, String region) {
    for (PhoneNumberMatch match : plans.findNumbers(candidate, region, Leniency.VALID, 10)) {
      return Optional.of(match);
    }
    return Optional.empty();
  }
}
