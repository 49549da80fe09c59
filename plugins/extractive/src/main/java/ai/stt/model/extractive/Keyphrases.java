package ai.stt.model.extractive;

import ai.stt.plugin.understanding.Sentence;
import ai.stt.plugin.understanding.SourceText;
import ai.stt.plugin.understanding.Topic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Phrases between stop words and punctuation, by how often they and their words come (after S. Rose
 * et al., RAKE, 2010).
 */
final class Keyphrases {
  /** More than anybody uses; beyond, phrases seen once are dropped. */
  private static final int MOST = 100_000;

  private static final int LONGEST_WORDS = 3;

  private final Map<String, Integer> words = new HashMap<>();
  private final Map<String, Integer> phrases = new HashMap<>();

  /** How a phrase is written where it first comes. */
  private final Map<String, String> written = new HashMap<>();

  private Keyphrases() {}

  static Keyphrases of(SourceText source, List<Sentence> sentences, LanguageRules language) {
    var found = new Keyphrases();
    for (Sentence sentence : sentences) {
      found.add(source.text(), Words.of(source.text(), sentence.start(), sentence.end()), language);
    }
    return found;
  }

  private void add(String text, List<Words.Word> all, LanguageRules language) {
    List<Words.Word> run = new ArrayList<>();
    for (Words.Word word : all) {
      for (Words.Word piece :
          language.code().equals("zh") ? pieces(word, language) : List.of(word)) {
        boolean content = isContent(piece, language);
        boolean follows =
            !run.isEmpty()
                && isGap(text, run.getLast().end(), piece.start())
                && !language.isDense();
        if (!run.isEmpty() && (!content || !follows)) {
          count(text, run);
          run.clear();
        }
        if (content) {
          run.add(piece);
        }
      }
    }
    count(text, run);
  }

  /** A run of Chinese characters, cut at those that say little. */
  private static List<Words.Word> pieces(Words.Word word, LanguageRules language) {
    List<Words.Word> pieces = new ArrayList<>();
    String text = word.lower();
    int from = 0;
    for (int i = 0; i <= text.length(); i++) {
      boolean cut = i == text.length() || language.stopWords().contains(text.substring(i, i + 1));
      if (cut) {
        if (i > from) {
          int start = word.start() + from;
          pieces.add(new Words.Word(start, word.start() + i, text.substring(from, i)));
        }
        from = i + 1;
      }
    }
    return pieces;
  }

  private static boolean isContent(Words.Word word, LanguageRules language) {
    int letters = word.lower().codePointCount(0, word.lower().length());
    boolean number = word.lower().chars().allMatch(Character::isDigit);
    return !number
        && letters > (language.isDense() ? 1 : 2)
        && letters < 40
        && !language.stopWords().contains(word.lower());
  }

  /** Whether only a space lies between two words. */
  private static boolean isGap(String text, int from, int to) {
    return to - from == 1 && text.charAt(from) == ' ';
  }

  /** Counts the words of a run, and its last words, which tell what kind of thing it is. */
  private void count(String text, List<Words.Word> run) {
    for (Words.Word word : run) {
      words.merge(word.lower(), 1, Integer::sum);
    }
    for (int length = 1; length <= Math.min(LONGEST_WORDS, run.size()); length++) {
      for (int from = 0; from + length <= run.size(); from++) {
        int start = run.get(from).start();
        int end = run.get(from + length - 1).end();
        String phrase = text.substring(start, end);
        String key = phrase.toLowerCase(Locale.ROOT);
        phrases.merge(key, 1, Integer::sum);
        written.putIfAbsent(key, phrase);
      }
    }
    if (phrases.size() > MOST) {
      phrases.values().removeIf(count -> count == 1);
      written.keySet().retainAll(phrases.keySet());
      words.values().removeIf(count -> count == 1);
    }
  }

  /** The best phrases, none inside of another. */
  List<Topic> best(int wanted) {
    record Scored(String phrase, double score) {}
    List<Scored> scored =
        phrases.entrySet().stream()
            .map(entry -> new Scored(entry.getKey(), score(entry.getKey(), entry.getValue())))
            .sorted(
                Comparator.comparingDouble(Scored::score).reversed().thenComparing(Scored::phrase))
            .limit(20L * wanted)
            .toList();
    List<Topic> topics = new ArrayList<>();
    for (Scored one : scored) {
      boolean said =
          topics.stream()
              .map(topic -> topic.name().toLowerCase(Locale.ROOT))
              .anyMatch(before -> overlap(before, one.phrase()));
      if (!said && topics.size() < wanted) {
        String name = String.valueOf(written.get(one.phrase()));
        topics.add(new Topic(name, round(one.score() / scored.getFirst().score())));
      }
    }
    return topics;
  }

  /** A phrase is worth more than its words when it comes as a whole again and again. */
  private double score(String phrase, int count) {
    String[] parts = phrase.split(" ");
    double sum = 0;
    for (String part : parts) {
      sum += Math.log(1.0 + words.getOrDefault(part, count));
    }
    double once = parts.length == 1 ? 0.8 : 1.1;
    double whole = count > 1 ? 1 + 0.5 * (parts.length - 1) : once;
    return Math.log(1.0 + count) * whole * (sum / parts.length);
  }

  private static boolean overlap(String a, String b) {
    List<String> words = List.of(a.split(" "));
    return a.contains(b)
        || b.contains(a)
        || List.of(b.split(" ")).stream().anyMatch(words::contains);
  }

  private static double round(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
