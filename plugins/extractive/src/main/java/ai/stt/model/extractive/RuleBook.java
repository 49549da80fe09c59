package ai.stt.model.extractive;

import ai.stt.plugin.understanding.SourceText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.Character.UnicodeScript;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The rules of all languages, and which of them a text is in. */
final class RuleBook {
  /** Languages with a file of rules. */
  static final List<String> LANGUAGES =
      List.of("en", "es", "fr", "de", "it", "pt", "nl", "ru", "zh", "ja", "ar", "hi");

  /** How much of a text tells its language, UTF-16 code units. */
  private static final int SAMPLE = 20_000;

  private final List<LanguageRules> languages;

  private RuleBook(List<LanguageRules> languages) {
    this.languages = languages;
  }

  static RuleBook read() throws IOException {
    List<LanguageRules> languages = new ArrayList<>();
    for (String code : LANGUAGES) {
      languages.add(LanguageRules.of(code, sections(code)));
    }
    return new RuleBook(List.copyOf(languages));
  }

  /** Lines under headings in brackets; lines that begin with # are remarks. */
  private static Map<String, List<String>> sections(String code) throws IOException {
    Map<String, List<String>> sections = new HashMap<>();
    String name = "rules/" + code + ".txt";
    try (InputStream in = Objects.requireNonNull(RuleBook.class.getResourceAsStream(name), name);
        var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      List<String> section = new ArrayList<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("[") && line.endsWith("]") && line.matches("\\[[a-z0-9 -]+]")) {
          section = new ArrayList<>();
          sections.put(line.substring(1, line.length() - 1), section);
        } else if (!line.isBlank() && !line.startsWith("#")) {
          section.add(line.strip());
        }
      }
    }
    return sections;
  }

  /** The rules for a text: of the language whose small words it has, else of its script. */
  LanguageRules of(SourceText source) {
    String sample = source.text().substring(0, Math.min(SAMPLE, source.text().length()));
    String byScript = byScript(sample);
    if (!byScript.isEmpty()) {
      return find(byScript);
    }
    List<Words.Word> words = Words.of(sample, 0, sample.length());
    LanguageRules best = LanguageRules.UNKNOWN;
    long most = Math.max(1, words.size() / 20);
    for (LanguageRules language : languages) {
      long hits = words.stream().filter(w -> language.stopWords().contains(w.lower())).count();
      if (hits > most) {
        most = hits;
        best = language;
      }
    }
    return best;
  }

  private static String byScript(String sample) {
    Map<UnicodeScript, Integer> letters = new HashMap<>();
    int all = 0;
    for (int at = 0; at < sample.length(); ) {
      int c = sample.codePointAt(at);
      at += Character.charCount(c);
      if (Character.isLetter(c)) {
        letters.merge(UnicodeScript.of(c), 1, Integer::sum);
        all++;
      }
    }
    int kana =
        letters.getOrDefault(UnicodeScript.HIRAGANA, 0)
            + letters.getOrDefault(UnicodeScript.KATAKANA, 0);
    int han = letters.getOrDefault(UnicodeScript.HAN, 0);
    if (kana * 10 > all && kana > 0) {
      return "ja";
    }
    if (han * 2 > all) {
      return "zh";
    }
    if (letters.getOrDefault(UnicodeScript.ARABIC, 0) * 2 > all) {
      return "ar";
    }
    return letters.getOrDefault(UnicodeScript.DEVANAGARI, 0) * 2 > all ? "hi" : "";
  }

  private LanguageRules find(String code) {
    return languages.stream()
        .filter(language -> language.code().equals(code))
        .findFirst()
        .orElse(LanguageRules.UNKNOWN);
  }
}
