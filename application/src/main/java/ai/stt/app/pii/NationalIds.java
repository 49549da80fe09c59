package ai.stt.app.pii;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers that states give their people. One that its own check digits or letters make sure of is
 * found anywhere; one that could be any number only behind a word that announces it, or in its own
 * way of writing.
 */
final class NationalIds implements PiiRule {
  private static final Pattern ANNOUNCED =
      Matches.anyCase(
          "(?:social security|\\bssn\\b|\\bsin\\b|national insurance|\\bnino\\b|\\bnhs\\b|passport|driver'?s? licen[cs]e|licen[cs]e number|tax (?:id|number)|\\btin\\b|aadhaar|aadhar|\\bpan\\b|identity (?:card|number)|national id|\\bid (?:card|number)|steuer-?(?:id|nummer|identifikation)|personalausweis|ausweis|sozialversicherung|sécurité sociale|numéro de sécu|\\binsee\\b|\\bnir\\b|\\bdni\\b|\\bnie\\b|\\bcurp\\b|codice fiscale|\\bbsn\\b|burgerservice|\\bcpf\\b|\\brg\\b|pesel|снилс|\\bинн\\b|паспорт|身份证|マイナンバー|주민등록|\\bahv\\b|\\bavs\\b|\\bnik\\b|\\bktp\\b|kartu tanda penduduk|tax file|\\btfn\\b|medicare|pasaporte|passaporto|passeport|reisepass)");
  private static final int REACH = 30;

  /**
   * A sort of number.
   *
   * @param form how it is written
   * @param check its check digits
   * @param announced whether a word has to stand before it
   */
  private record Sort(Pattern form, Predicate<String> check, boolean announced) {}

  private static final List<Sort> SORTS =
      List.of(
          // United States: never 000, 666 or 9xx in front
          sort("(?!000|666|9)\\d{3}-(?!00)\\d{2}-(?!0000)\\d{4}", v -> true),
          announced("(?!000|666|9)\\d{3} ?(?!00)\\d{2} ?(?!0000)\\d{4}", v -> true),
          // Canada
          sort("\\d{3}[ -]\\d{3}[ -]\\d{3}", v -> Checksums.luhn(Matches.digits(v))),
          // United Kingdom: national insurance, health service
          sort(
              "(?i:[a-ceghj-pr-tw-z][a-ceghj-nprstw-z]) ?\\d{2} ?\\d{2} ?\\d{2} ?[A-Da-d]",
              v -> true),
          announced("\\d{3} ?\\d{3} ?\\d{4}", NationalIds::isNhs),
          // France
          sort(
              "[12] ?\\d{2} ?(?:0[1-9]|1[0-2]) ?(?:\\d{2}|2[AB]) ?\\d{3} ?\\d{3} ?\\d{2}",
              NationalIds::isNir),
          // Germany
          announced("\\d{2} ?\\d{3} ?\\d{3} ?\\d{3}", v -> Checksums.mod11And10(Matches.digits(v))),
          // Spain
          sort("(?:\\d{8}|[XYZxyz]-?\\d{7})-?[A-Za-z]", NationalIds::isDni),
          // Italy
          sort("[A-Za-z]{6}\\d{2}[A-EHLMPR-Ta-ehlmpr-t]\\d{2}[A-Za-z]\\d{3}[A-Za-z]", v -> true),
          // Poland
          sort("\\d{11}", NationalIds::isPesel),
          // Switzerland
          sort("756\\.\\d{4}\\.\\d{4}\\.\\d{2}", NationalIds::isAhv),
          // Brazil
          sort("\\d{3}\\.?\\d{3}\\.?\\d{3}-?\\d{2}", NationalIds::isCpf),
          // Argentina
          sort("(?:2[0347]|3[034])-?\\d{8}-?\\d", NationalIds::isCuit),
          // Mexico
          sort("[A-Z]{4}\\d{6}[HM][A-Z]{5}[A-Z0-9]\\d", v -> true),
          // India
          sort("[2-9]\\d{3}[ -]\\d{4}[ -]\\d{4}", v -> Checksums.verhoeff(Matches.digits(v))),
          sort("[A-Z]{3}[ABCFGHLJPT][A-Z]\\d{4}[A-Z]", v -> true),
          // China
          sort(
              "[1-9]\\d{5}(?:19|20)\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])\\d{3}[\\dXx]",
              NationalIds::isResident),
          // Russia
          sort("\\d{3}-\\d{3}-\\d{3} \\d{2}", v -> true),
          announced("\\d{12}|\\d{4} \\d{6}", v -> true),
          // Turkey
          sort("[1-9]\\d{10}", NationalIds::isTurkish),
          // South Africa: the day of birth, a number, citizenship
          sort(
              "\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01]) ?\\d{4} ?[0-2]\\d{2}",
              v -> Checksums.luhn(Matches.digits(v))),
          // Australia: taxes, health
          announced("\\d{3} ?\\d{3} ?\\d{3}", NationalIds::isTaxFile),
          announced("[2-6]\\d{3} ?\\d{5} ?\\d(?:[ /-]?\\d)?", NationalIds::isMedicare),
          // Indonesia: a place, the day of birth (of women plus 40), a number
          announced("\\d{6} ?[0-7]\\d(?:0[1-9]|1[0-2])\\d{2} ?\\d{4}", v -> true),
          // Korea, Japan
          sort("\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])-[1-8]\\d{6}", v -> true),
          announced("\\d{4}[ -]?\\d{4}[ -]?\\d{4}", v -> true),
          // passports and licences of many countries, and every number without a space
          announced("(?=[A-Z0-9]*\\d{4})[A-Z0-9]{7,14}", v -> true));

  @Override
  public List<PiiSpan> find(String text) {
    List<PiiSpan> found = new ArrayList<>();
    Announcements announced = Announcements.in(text, ANNOUNCED);
    for (Sort sort : SORTS) {
      Matcher matcher = sort.form().matcher(text);
      while (matcher.find()) {
        if (sort.check().test(matcher.group())
            && (!sort.announced() || announced.before(matcher.start(), REACH, "\n"))) {
          found.add(new PiiSpan(PiiType.NATIONAL_ID, matcher.start(), matcher.end()));
        }
      }
    }
    return found;
  }

  private static Sort sort(String form, Predicate<String> check) {
    return new Sort(whole(form), check, false);
  }

  private static Sort announced(String form, Predicate<String> check) {
    return new Sort(whole(form), check, true);
  }

  /** Not a part of a longer number or word; before Chinese characters a number is whole. */
  private static Pattern whole(String form) {
    return Pattern.compile("(?<![A-Za-z0-9.+-])(?:" + form + ")(?![A-Za-z0-9]|[.-]\\d)");
  }

  private static boolean isNhs(String value) {
    String d = Matches.digits(value);
    int check = 11 - Checksums.weighted(d, 10, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
    return check % 11 == d.charAt(9) - '0';
  }

  private static boolean isNir(String value) {
    String bare = value.replace(" ", "").replace("2A", "19").replace("2B", "18");
    long number = Long.parseLong(bare.substring(0, 13));
    return 97 - number % 97 == Long.parseLong(bare.substring(13));
  }

  private static boolean isDni(String value) {
    String bare = Matches.compact(value);
    String digits = bare.substring(0, 8).replace('X', '0').replace('Y', '1').replace('Z', '2');
    return "TRWAGMYFPDXBNJZSQVHLCKE".charAt(Integer.parseInt(digits) % 23) == bare.charAt(8);
  }

  /** The month of birth tells the century. */
  private static boolean isPesel(String value) {
    int month = Integer.parseInt(value.substring(2, 4)) % 20;
    int day = Integer.parseInt(value.substring(4, 6));
    int sum = Checksums.weighted(value, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1);
    return sum % 10 == 0 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
  }

  private static boolean isAhv(String value) {
    String d = Matches.digits(value);
    return Checksums.weighted(d, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1) % 10 == 0;
  }

  private static boolean isCpf(String value) {
    String d = Matches.digits(value);
    int first = Checksums.weighted(d, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10;
    int second = Checksums.weighted(d, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10;
    return d.chars().distinct().count() > 1
        && first == d.charAt(9) - '0'
        && second == d.charAt(10) - '0';
  }

  private static boolean isCuit(String value) {
    String d = Matches.digits(value);
    int check = 11 - Checksums.weighted(d, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2) % 11;
    return check % 11 == d.charAt(10) - '0';
  }

  private static boolean isTurkish(String value) {
    int tenth = Checksums.weighted(value, 7, -1, 7, -1, 7, -1, 7, -1, 7);
    int all = Checksums.weighted(value, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
    return Math.floorMod(tenth, 10) == value.charAt(9) - '0' && all % 10 == value.charAt(10) - '0';
  }

  private static boolean isTaxFile(String value) {
    return Checksums.weighted(Matches.digits(value), 1, 4, 3, 7, 5, 8, 6, 9, 10) % 11 == 0;
  }

  private static boolean isMedicare(String value) {
    String d = Matches.digits(value);
    return Checksums.weighted(d, 1, 3, 7, 9, 1, 3, 7, 9) % 10 == d.charAt(8) - '0';
  }

  private static boolean isResident(String value) {
    int sum = Checksums.weighted(value, 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2) % 11;
    return "10X98765432".charAt(sum) == Character.toUpperCase(value.charAt(17));
  }
}
