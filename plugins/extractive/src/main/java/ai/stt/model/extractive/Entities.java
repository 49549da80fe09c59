package ai.stt.model.extractive;

import ai.stt.plugin.understanding.Entity;
import ai.stt.plugin.understanding.Sentence;
import ai.stt.plugin.understanding.SourceText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds names, dates and amounts by their form. What looks like a name and says no more is a {@code
 * NAME}; a recogniser would know better.
 */
final class Entities {
  private static final int FLAGS = Pattern.UNICODE_CHARACTER_CLASS;
  private static final String CAPITAL = "\\p{Lu}[\\p{L}\\p{M}’'-]+";
  private static final String NUMBER =
      "\\d{1,3}(?:[., \u00a0]\\d{3})*(?:[.,]\\d{1,2})?|\\d+(?:[.,]\\d+)?";

  /** In this order, the first to claim a place keeps it. */
  private static final Map<String, List<Pattern>> FORMS = new LinkedHashMap<>();

  static {
    FORMS.put(
        "EMAIL",
        List.of(Pattern.compile("[\\w.+-]{1,64}@[\\w-]{1,63}(?:\\.[\\w-]{2,63})+", FLAGS)));
    FORMS.put("URL", List.of(Pattern.compile("\\b(?:https?://|www\\.)[^\\s<>\"]{3,500}", FLAGS)));
    FORMS.put(
        "MONEY",
        List.of(
            Pattern.compile(
                "(?:[$€£¥₹₽]|\\b(?:USD|EUR|GBP|CHF|JPY)) ?(?:"
                    + NUMBER
                    + ")(?: ?(?:k|million|billion|bn|m)\\b)?",
                FLAGS),
            Pattern.compile(
                "\\b(?:"
                    + NUMBER
                    + ") ?(?:[$€£¥₹₽元円]|(?:USD|EUR|GBP|CHF|JPY|dollars?|euros?|pounds?|Euro|rubles?|рубл\\p{L}{1,3})\\b)",
                FLAGS)));
    FORMS.put(
        "PERCENT",
        List.of(
            Pattern.compile(
                "\\b(?:"
                    + NUMBER
                    + ") ?(?:[%％]|(?:percent|per cent|Prozent|por ciento|pour cent|per cento|por cento|процент\\p{L}{0,3})\\b)",
                FLAGS)));
    FORMS.put(
        "DATE",
        List.of(
            Pattern.compile(
                "\\b\\d{4}-\\d{2}-\\d{2}\\b|\\b\\d{1,2}[./]\\d{1,2}[./]\\d{2,4}\\b", FLAGS),
            Pattern.compile("\\d{4}年\\d{1,2}月(?:\\d{1,2}[日号])?|\\d{1,2}月\\d{1,2}[日号]", FLAGS)));
    FORMS.put(
        "TIME",
        List.of(
            Pattern.compile(
                "\\b\\d{1,2}:\\d{2}(?::\\d{2})?(?: ?[ap]\\.?m\\b\\.?)?|\\b\\d{1,2} ?[ap]m\\b",
                FLAGS)));
    FORMS.put(
        "ORGANIZATION",
        List.of(
            Pattern.compile(
                "\\b"
                    + CAPITAL
                    + "(?: "
                    + CAPITAL
                    + "){0,3},? (?:Inc|Ltd|LLC|Corp|GmbH|AG|SA|SARL|SpA|BV|Co|PLC|plc)\\b\\.?",
                FLAGS),
            Pattern.compile(
                "\\b(?:"
                    + CAPITAL
                    + " ){1,3}(?:University|Institute|Bank|Company|Corporation|Group|Foundation|Ministry)\\b",
                FLAGS)));
  }

  private static final Pattern NAME =
      Pattern.compile(
          "\\b" + CAPITAL + "(?:(?: | de | von | van | da | del )" + CAPITAL + "){0,3}", FLAGS);

  private Entities() {}

  static List<Entity> of(SourceText source, List<Sentence> sentences, LanguageRules language) {
    Countries countries = Countries.in(language.code());
    List<Entity> all = new ArrayList<>();
    for (Sentence sentence : sentences) {
      var claimed = new Claims(source.text(), sentence);
      FORMS.forEach((type, forms) -> forms.forEach(form -> claimed.claim(type, form, 0)));
      language.names().forEach(form -> claimed.claim("PERSON", form, 1));
      language.dues().forEach(form -> claimed.claim("DATE", form, 0));
      countries.forms().forEach(form -> claimed.claim("PLACE", form, 0));
      if (!language.code().equals("de") && !language.code().isEmpty()) {
        claimed.claimNames(language);
      }
      all.addAll(claimed.inOrder());
    }
    return all;
  }

  /** The entities of one sentence. */
  private static final class Claims {
    private final Sentence sentence;
    private final String text;
    private final List<Entity> taken = new ArrayList<>();

    Claims(String whole, Sentence sentence) {
      this.sentence = sentence;
      this.text = whole.substring(sentence.start(), sentence.end());
    }

    void claim(String type, Pattern form, int group) {
      Matcher matcher = form.matcher(text);
      while (matcher.find()) {
        claim(type, matcher.start(group), matcher.end(group));
      }
    }

    /** A capital alone tells a name only where the sentence does not begin. */
    void claimNames(LanguageRules language) {
      Matcher matcher = NAME.matcher(text);
      while (matcher.find()) {
        int from = afterStopWords(matcher.start(), matcher.end(), language);
        if (from < matcher.end() && (from > 0 || matcher.group().contains(" "))) {
          claim("NAME", from, matcher.end());
        }
      }
    }

    /** Where the first word begins that may be a name. */
    private int afterStopWords(int from, int to, LanguageRules language) {
      for (Words.Word word : Words.of(text, from, to)) {
        if (!language.stopWords().contains(word.lower())) {
          return word.start();
        }
      }
      return to;
    }

    private void claim(String type, int from, int to) {
      int start = sentence.start() + from;
      int end = sentence.start() + to;
      boolean free = taken.stream().noneMatch(e -> e.start() < end && start < e.end());
      if (free && end > start) {
        taken.add(new Entity(type, start, end));
      }
    }

    List<Entity> inOrder() {
      return taken.stream().sorted(Comparator.comparingInt(Entity::start)).toList();
    }
  }
}
