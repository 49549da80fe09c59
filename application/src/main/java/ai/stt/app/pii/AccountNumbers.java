package ai.stt.app.pii;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Accounts by the sum of the IBAN (ISO 13616) and its country's length. */
final class AccountNumbers implements PiiRule {
  private static final Pattern IBAN = Matches.anyCase("\\b[A-Z]{2}\\d{2}(?:[ -]?[A-Z0-9]){11,30}");

  private static final Map<String, Integer> LENGTHS = lengths();

  @Override
  public List<PiiSpan> find(String text) {
    List<PiiSpan> found = new ArrayList<>();
    Matcher matcher = IBAN.matcher(text);
    int at = 0;
    while (at < text.length() && matcher.find(at)) {
      int end = ibanEnd(text, matcher.start());
      if (end > 0) {
        found.add(new PiiSpan(PiiType.IBAN, matcher.start(), end));
      }
      at = Math.max(end, matcher.start() + 2);
    }
    return found;
  }

  /** Where an account number of its country's length ends, 0 when there is none. */
  private static int ibanEnd(String text, int start) {
    Integer length = LENGTHS.get(Matches.compact(text.substring(start, start + 2)));
    var number = new StringBuilder();
    for (int at = start; length != null && at < text.length(); at++) {
      char c = text.charAt(at);
      if (c != ' ' && c != '-') {
        if (c >= 0x80 || !Character.isLetterOrDigit(c)) {
          return 0;
        }
        number.append(Character.toUpperCase(c));
      }
      if (number.length() == length) {
        boolean ends = at + 1 == text.length() || !Character.isLetterOrDigit(text.charAt(at + 1));
        String turned = number.substring(4) + number.substring(0, 4);
        return ends && Checksums.mod97(turned) ? at + 1 : 0;
      }
    }
    return 0;
  }

  private static Map<String, Integer> lengths() {
    String all =
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28"
            + " EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23"
            + " IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27"
            + " MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27"
            + " ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20";
    Map<String, Integer> lengths = new HashMap<>();
    for (String country : all.split(" ")) {
      lengths.put(country.substring(0, 2), Integer.valueOf(country.substring(2)));
    }
    return Map.copyOf(lengths);
  }
}
