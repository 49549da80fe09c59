package ai.stt.model.extractive;

import ai.stt.plugin.understanding.Outline;
import ai.stt.plugin.understanding.SourceText;
import java.util.List;

/** Vectors of the chosen sentences by their words alone, for when there are none of meaning. */
final class WordVectors {
  private static final int DIMENSIONS = 1024;

  private WordVectors() {}

  static float[][] of(SourceText source, Outline outline, LanguageRules language) {
    WordCounts counts = WordCounts.of(source, outline.sentences(), language);
    return outline.chosen().stream()
        .map(at -> WordCounts.content(source, outline.sentences().get(at), language))
        .map(words -> vector(words, counts))
        .toArray(float[][]::new);
  }

  private static float[] vector(List<String> words, WordCounts counts) {
    float[] vector = new float[DIMENSIONS];
    for (String word : words) {
      int hash = word.hashCode() * 0x9e3779b1;
      int place = Math.floorMod(hash >>> 8, DIMENSIONS);
      vector[place] += (float) ((hash & 1) == 0 ? counts.rarity(word) : -counts.rarity(word));
    }
    return Vectors.unit(vector);
  }
}
