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
 * and puts both orders together (G. Cormack et al., reciprocal rank fusion, 2009). Every passage is
 * looked at: those of a day are some thousands.
 */
public final class FindPassages {
  /** Below, two texts have nothing to do with each other. */
  private static final double ALIKE = 0.25;

  private static final double SATURATION = 1.2;
  private static final double LENGTH = 0.75;
  private static final double FUSION = 60;

  /** Sums that do not wait for each other. */
  private static final int LANES = 8;

  private FindPassages() {}

  /**
   * A passage that was found.
   *
   * @param score 0..1; 1 for the first by words and by meaning
   */
  public record Found(Passage passage, double score) {}

  /**
   * All passages in their order, each with its score.
   *
   * @param alike how alike each is to the question by meaning; empty when nobody knows
   */
  public static List<Found> all(List<Passage> passages, String question, double[] alike) {
    double[] fused = new double[passages.size()];
    add(words(passages, question), fused);
    add(meaning(alike), fused);
    double best = (alike.length > 0 ? 2 : 1) / (FUSION + 1);
    List<Found> found = new ArrayList<>();
    for (int i = 0; i < fused.length; i++) {
      found.add(new Found(passages.get(i), Math.min(1, fused[i] / best)));
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

  /** Adds what a place in an order is worth; what has no score has no place. */
  private static void add(double[] scores, double[] fused) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < scores.length; i++) {
      if (scores[i] > 0) {
        order.add(i);
      }
    }
    order.sort(Comparator.comparingDouble((Integer i) -> scores[i]).reversed());
    for (int rank = 0; rank < order.size(); rank++) {
      fused[order.get(rank)] += 1 / (FUSION + rank + 1);
    }
  }

  private static double[] meaning(double[] alike) {
    return Arrays.stream(alike).map(each -> each >= ALIKE ? each : 0).toArray();
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
