package ai.stt.model.extractive;

import ai.stt.plugin.understanding.Sentence;
import ai.stt.plugin.understanding.SourceText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The sentences that stand for a text: all, or of each stretch of a long one those with the words
 * that the text uses most, and so a number that does not grow with the text.
 */
final class Candidates {
  /** Candidates of a stretch. */
  private static final int EACH = 4;

  private Candidates() {}

  static List<Integer> of(
      SourceText source, List<Sentence> sentences, LanguageRules language, int most) {
    List<Integer> chosen = new ArrayList<>();
    if (sentences.size() <= most) {
      for (int i = 0; i < sentences.size(); i++) {
        chosen.add(i);
      }
      return chosen;
    }
    WordCounts counts = WordCounts.of(source, sentences, language);
    int each = Math.min(EACH, most);
    int stretches = most / each;
    for (int stretch = 0; stretch < stretches; stretch++) {
      int from = (int) ((long) sentences.size() * stretch / stretches);
      int to = (int) ((long) sentences.size() * (stretch + 1) / stretches);
      chosen.addAll(best(source, sentences, language, counts, from, to, each));
    }
    return chosen;
  }

  private static List<Integer> best(
      SourceText source,
      List<Sentence> sentences,
      LanguageRules language,
      WordCounts counts,
      int from,
      int to,
      int most) {
    record Scored(int at, double score) {}
    List<Scored> scored = new ArrayList<>();
    for (int at = from; at < to; at++) {
      scored.add(new Scored(at, score(source, sentences.get(at), language, counts)));
    }
    scored.sort(Comparator.comparingDouble(Scored::score).reversed());
    Set<String> seen = new HashSet<>();
    return scored.stream()
        .filter(s -> seen.add(sentences.get(s.at()).in(source)))
        .limit(most)
        .map(Scored::at)
        .sorted()
        .toList();
  }

  /** How much of what the text speaks of is in a sentence; long ones gain less and less. */
  private static double score(
      SourceText source, Sentence sentence, LanguageRules language, WordCounts counts) {
    double sum = 0;
    Set<String> words = new HashSet<>(WordCounts.content(source, sentence, language));
    for (String word : words) {
      sum += Math.log(1.0 + counts.of(word));
    }
    return sum / Math.sqrt(5.0 + words.size());
  }
}
