package ai.stt.app.writing;

import java.lang.Character.UnicodeScript;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which of the languages with prompts a text is in: by its script, else by its small words.
 * Languages that are written much like one of these are known, too, so that they are not taken for
 * it.
 */
public final class TextLanguage {
  static final String ENGLISH = "en";
  static final String RUSSIAN = "ru";
  static final String CHINESE = "zh";

  /** How much of a text tells its language, UTF-16 code units. */
  private static final int SAMPLE = 6000;

  /** A text of another language has some small words in common with one of these, but fewer. */
  private static final double LEAST_SHARE = 0.22;

  private static final Pattern WORD = Pattern.compile("\\p{L}+");

  /** The letters of Russian; a word with others is of another language. */
  private static final String RUSSIAN_LETTERS = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя";

  /** Bulgarian, Macedonian and Serbian lack it; many others that have it have letters besides. */
  private static final int YERY = 'ы';

  /** So many times as many as foreign letters, which names and quotations bring along. */
  private static final int RUSSIAN_MARGIN = 3;

  private static final Map<String, Set<String>> SMALL_WORDS = new LinkedHashMap<>();

  /** Those without prompts. */
  private static final Set<String> OTHERS = Set.of("ca", "gl", "ro");

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
    words(
        "ca",
        "el la els les i és no de que en un una per amb què se ho del dels va ha més hem al als");
    words("gl", "o a os e é non de que en un unha por con para se do da máis pero ao ten na no");
    words("ro", "și nu de la în o un este că să cu pe din care mai se au cine pentru a le ce");
  }

  private TextLanguage() {}

  private static void words(String language, String words) {
    SMALL_WORDS.put(language, Set.of(words.split(" ")));
  }

  /** Languages that have prompts. */
  static Set<String> all() {
    var all = new TreeSet<>(SMALL_WORDS.keySet());
    all.removeAll(OTHERS);
    all.add(RUSSIAN);
    all.add(CHINESE);
    return all;
  }

  /** The language's code; English when it is none of them. */
  public static String of(String text) {
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
    return clearest(hits, words);
  }

  /** The one with the most, and more than every other; none of those without prompts. */
  private static String clearest(Map<String, Integer> hits, int words) {
    int most = hits.values().stream().max(Integer::compare).orElse(0);
    List<String> best =
        hits.keySet().stream().filter(each -> hits.getOrDefault(each, 0) == most).toList();
    boolean clear = best.size() == 1 && most >= words * LEAST_SHARE;
    return clear && !OTHERS.contains(best.getFirst()) ? best.getFirst() : ENGLISH;
  }

  /** What the letters alone tell: Chinese has no kana, Russian no letters but its own. */
  private static String byScript(String sample) {
    Map<UnicodeScript, Integer> letters = new HashMap<>();
    int all = 0;
    int russian = 0;
    int other = 0;
    for (int at = 0; at < sample.length(); ) {
      int c = sample.codePointAt(at);
      at += Character.charCount(c);
      if (Character.isLetter(c)) {
        UnicodeScript script = UnicodeScript.of(c);
        letters.merge(script, 1, Integer::sum);
        all++;
        russian += c == YERY ? 1 : 0;
        other += script == UnicodeScript.CYRILLIC && RUSSIAN_LETTERS.indexOf(c) < 0 ? 1 : 0;
      }
    }
    boolean kana =
        letters.containsKey(UnicodeScript.HIRAGANA) || letters.containsKey(UnicodeScript.KATAKANA);
    if (letters.getOrDefault(UnicodeScript.HAN, 0) * 2 > all && !kana) {
      return CHINESE;
    }
    boolean cyrillic = letters.getOrDefault(UnicodeScript.CYRILLIC, 0) * 2 > all;
    return cyrillic && russian > RUSSIAN_MARGIN * other ? RUSSIAN : "";
  }
}
