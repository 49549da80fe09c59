package ai.stt.app.chat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds passages by their words (S. Robertson and H. Zaragoza, BM25, 2009) and by their meaning,
 * and adds both up, each as a share of the best there is (S. Bruch et al., An Analysis of Fusion
 * Functions for Hybrid Retrieval, 2023: a convex combination of normalised scores, better than one
 * of ranks, which make much of the one word that a question happens to share with a passage). Every
 * passage is looked at: those of a day are some thousands.
 */
public final class FindPassages {
  /** Below, a question that shares no word with any passage has nothing to do with them. */
  private static final double ALIKE = 0.25;

  /** Of the passage most like the question; what is less like it is no source. */
  private static final double LEAST = 0.5;

  /** Of meaning in the sum, the rest is that of words. */
  private static final double MEANING = 0.8;

  private static final double SATURATION = 1.2;
  private static final double LENGTH = 0.75;

  /** Sums that do not wait for each other. */
  private static final int LANES = 8;

  private FindPassages() {}

  /**
   * A passage that was found.
   *
   * @param score 0..1; 1 for the first by words and by meaning, 0 when it has nothing to do with
   *     the question
   */
  public record Found(Passage passage, double score) {}

  /**
   * All passages in their order, each with its score.
   *
   * @param alike how alike each is to the question by meaning; empty when nobody knows
   */
  public static List<Found> all(List<Passage> passages, String question, double[] alike) {
    double[] words = words(passages, question);
    double mostWords = Arrays.stream(words).max().orElse(0);
    double mostAlike = Arrays.stream(alike).max().orElse(0);
    double leastAlike = Arrays.stream(alike).min().orElse(0);
    boolean related = mostAlike > 0 && (mostWords > 0 || mostAlike >= ALIKE);
    double meaning = alike.length > 0 ? MEANING : 0;
    List<Found> found = new ArrayList<>();
    for (int i = 0; i < words.length; i++) {
      double score = 0;
      if (words[i] > 0 || (related && alike[i] >= LEAST * mostAlike)) {
        score += words[i] > 0 ? (1 - meaning) * words[i] / mostWords : 0;
        score +=
            mostAlike > leastAlike
                ? meaning * (alike[i] - leastAlike) / (mostAlike - leastAlike)
                : meaning;
      }
      found.add(new Found(passages.get(i), score));
    }
    return found;
  }

  /** The best passages, the best first; empty when none has anything to do with the question. */
  public static List<Found> best(List<Found> all, int wanted) {
    return all.stream()
        .filter(hit -> hit.score() > 0)
        .sorted(Comparator.comparingDouble(Found::score).reversed())
        .limit(wanted)
        .toList();
  }

  /** The product of two vectors; of those of unit length the cosine. */
  public static double dot(float[] a, float[] b) {
    float[] sums = new float[LANES];
    int whole = a.length - a.length % LANES;
    for (int i = 0; i < whole; i += LANES) {
      for (int lane = 0; lane < LANES; lane++) {
        sums[lane] += a[i + lane] * b[i + lane];
      }
    }
    double sum = 0;
    for (float part : sums) {
      sum += part;
    }
    for (int i = whole; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double[] words(List<Passage> passages, String question) {
    Set<String> wanted = new HashSet<>(SearchWords.of(question));
    wanted.removeIf(word -> !SearchWords.tells(word));
    List<Map<String, Integer>> counts = new ArrayList<>();
    List<Integer> lengths = new ArrayList<>();
    Map<String, Integer> having = new HashMap<>();
    double mean = 0;
    for (Passage passage : passages) {
      List<String> words = SearchWords.of(passage.text());
      Map<String, Integer> count = new HashMap<>();
      words.stream().filter(wanted::contains).forEach(word -> count.merge(word, 1, Integer::sum));
      count.keySet().forEach(word -> having.merge(word, 1, Integer::sum));
      counts.add(count);
      lengths.add(words.size());
      mean += (double) words.size() / passages.size();
    }
    double[] scores = new double[passages.size()];
    for (int i = 0; i < scores.length; i++) {
      double norm = SATURATION * (1 - LENGTH + LENGTH * lengths.get(i) / Math.max(1, mean));
      for (Map.Entry<String, Integer> word : counts.get(i).entrySet()) {
        int n = having.getOrDefault(word.getKey(), 0);
        double rarity = Math.log(1 + (passages.size() - n + 0.5) / (n + 0.5));
        scores[i] += rarity * word.getValue() * (SATURATION + 1) / (word.getValue() + norm);
      }
    }
    return scores;
  }
}
