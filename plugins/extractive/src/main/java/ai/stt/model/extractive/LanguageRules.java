package ai.stt.model.extractive;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is known of a language.
 *
 * @param code ISO 639
 * @param stopWords words that say little
 * @param feelings words with what they feel like, -3 to 3
 * @param negations words that turn the feeling of the next ones around
 * @param boosters words that make it stronger
 * @param promises what the speaker promises to do
 * @param demands what is demanded; a group {@code who} tells of whom
 * @param dues until when
 * @param asks how a question begins
 * @param answers how an answer begins
 * @param names what stands before a person's name
 */
record LanguageRules(
    String code,
    Set<String> stopWords,
    Map<String, Integer> feelings,
    Set<String> negations,
    Set<String> boosters,
    List<Pattern> promises,
    List<Pattern> demands,
    List<Pattern> dues,
    List<Pattern> asks,
    List<Pattern> answers,
    List<Pattern> names) {
  /** For a language that nobody knows. */
  static final LanguageRules UNKNOWN = of("", Map.of());

  /**
   * The rules of a file.
   *
   * @param sections its lines by the names of the sections
   */
  static LanguageRules of(String code, Map<String, List<String>> sections) {
    Map<String, Integer> feelings = new HashMap<>();
    for (String strength : List.of("3", "2", "1", "-1", "-2", "-3")) {
      words(sections, "feeling " + strength)
          .forEach(word -> feelings.put(word, Integer.valueOf(strength)));
    }
    return new LanguageRules(
        code,
        words(sections, "stop"),
        Map.copyOf(feelings),
        words(sections, "negation"),
        words(sections, "booster"),
        patterns(sections, "promise"),
        patterns(sections, "demand"),
        patterns(sections, "due"),
        patterns(sections, "ask"),
        patterns(sections, "answer"),
        patterns(sections, "name"));
  }

  /** Whether the language is written without spaces between words. */
  boolean isDense() {
    return code.equals("zh") || code.equals("ja");
  }

  private static Set<String> words(Map<String, List<String>> sections, String name) {
    Set<String> words = new HashSet<>();
    sections.getOrDefault(name, List.of()).forEach(line -> words.addAll(List.of(line.split(" +"))));
    return Set.copyOf(words);
  }

  private static List<Pattern> patterns(Map<String, List<String>> sections, String name) {
    boolean caseCounts = name.equals("name");
    int flags =
        Pattern.UNICODE_CHARACTER_CLASS
            | (caseCounts ? 0 : Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    return sections.getOrDefault(name, List.of()).stream()
        .map(line -> Pattern.compile(line, flags))
        .toList();
  }
}
