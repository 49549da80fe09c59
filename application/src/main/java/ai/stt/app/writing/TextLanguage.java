package ai.stt.app.writing;

import java.lang.Character.UnicodeScript;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Which of the languages with prompts a text is in: by its script, else by its small words. */
final class TextLanguage {
  static final String ENGLISH = "en";
  static final String RUSSIAN = "ru";
  static final String CHINESE = "zh";

  /** How much of a text tells its language, UTF-16 code units. */
  private static final int SAMPLE = 6000;

  /** A text of another language has some small words in common with one of these, but fewer. */
  private static final double LEAST_SHARE = 0.22;

  private static final Pattern WORD = Pattern.compile("\\p{L}+");

  private static final Map<String, Set<String>> SMALL_WORDS = new LinkedHashMap<>();

  static {
    words(
        ENGLISH, "the and of to is in that it for was with on we you are this have not they at be");
    words(
        "de",
        "der die das und ist nicht wir ich ein eine mit auf zu den es sie dem im von auch für");
    words(
        "fr",
        "le la les et est pas nous je un une dans pour des du que qui sur avec il elle ce au");
    words("es", "el la los y es no de que en un una por con para se lo del las como pero más está");
    words(
        "it",
        "il la e è non di che in un una per con sono lo gli del della si ma anche ho come più");
    words(
        "pt", "o a os e é não de que em um uma por com para se do da mas como mais está na no ao");
  }

  private TextLanguage() {}

  private static void words(String language, String words) {
    SMALL_WORDS.put(language, Set.of(words.split(" ")));
  }

  /** Languages that have prompts. */
  static Set<String> all() {
    var all = new TreeSet<>(SMALL_WORDS.keySet());
    all.add(RUSSIAN);
    all.add(CHINESE);
    return all;
  }

  /** The language's code; English when it is none of them. */
  static String of(String text) {
    String sample = text.substring(0, Math.min(SAMPLE, text.length())).toLowerCase(Locale.ROOT);
    String byScript = byScript(sample);
    if (!byScript.isEmpty()) {
      return byScript;
    }
    Map<String, Integer> hits = new HashMap<>();
    int words = 0;
    var word = WORD.matcher(sample);
    while (word.find()) {
      words++;
      SMALL_WORDS.forEach(
          (language, small) -> {
            if (small.contains(word.group())) {
              hits.merge(language, 1, Integer::sum);
            }
          });
    }
    String best = ENGLISH;
    int most = hits.getOrDefault(ENGLISH, 0);
    for (Map.Entry<String, Integer> each : hits.entrySet()) {
      if (each.getValue() > most && each.getValue() >= words * LEAST_SHARE) {
        most = each.getValue();
        best = each.getKey();
      }
    }
    return best;
  }

  /** What the letters alone tell: Chinese has no kana, Russian has letters of its own. */
  private static String byScript(String sample) {
    Map<UnicodeScript, Integer> letters = new HashMap<>();
    int all = 0;
    int russian = 0;
    int other = 0;
    for (int at = 0; at < sample.length(); ) {
      int c = sample.codePointAt(at);
      at += Character.charCount(c);
      if (Character.isLetter(c)) {
        letters.merge(UnicodeScript.of(c), 1, Integer::sum);
        all++;
        russian += "ыэъё".indexOf(c) >= 0 ? 1 : 0;
        other += "іїєґўјљњћџђѓќѕ".indexOf(c) >= 0 ? 1 : 0;
      }
    }
    boolean kana =
        letters.containsKey(UnicodeScript.HIRAGANA) || letters.containsKey(UnicodeScript.KATAKANA);
    if (letters.getOrDefault(UnicodeScript.HAN, 0) * 2 > all && !kana) {
      return CHINESE;
    }
    boolean cyrillic = letters.getOrDefault(UnicodeScript.CYRILLIC, 0) * 2 > all;
    return cyrillic && russian > other ? RUSSIAN : "";
  }
}
