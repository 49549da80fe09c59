package ai.stt.model.extractive;

import ai.stt.plugin.understanding.Sentence;
import ai.stt.plugin.understanding.SourceText;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** In how many sentences each word that says something stands. Rare ones may be forgotten. */
final class WordCounts {
  /** More words than any language uses; beyond, those seen once are dropped. */
  private static final int MOST = 200_000;

  private final Map<String, Integer> counts = new HashMap<>();
  private final int sentences;

  private WordCounts(int sentences) {
    this.sentences = sentences;
  }

  static WordCounts of(SourceText source, List<Sentence> sentences, LanguageRules language) {
    var counted = new WordCounts(sentences.size());
    for (Sentence sentence : sentences) {
      new HashSet<>(content(source, sentence, language)).forEach(counted::count);
    }
    return counted;
  }

  /** The words of a sentence that are no stop words. */
  static List<String> content(SourceText source, Sentence sentence, LanguageRules language) {
    return Words.of(source.text(), sentence.start(), sentence.end()).stream()
        .map(Words.Word::lower)
        .filter(word -> !language.stopWords().contains(word))
        .toList();
  }

  private void count(String word) {
    counts.merge(word, 1, Integer::sum);
    if (counts.size() > MOST) {
      counts.values().removeIf(count -> count == 1);
    }
  }

  int of(String word) {
    return counts.getOrDefault(word, 1);
  }

  /** How much a word tells one sentence from the others. */
  double rarity(String word) {
    return Math.log(1 + (double) sentences / of(word));
  }
}
