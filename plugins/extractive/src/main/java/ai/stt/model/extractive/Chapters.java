package ai.stt.model.extractive;

import ai.stt.plugin.understanding.Chapter;
import ai.stt.plugin.understanding.Outline;
import ai.stt.plugin.understanding.Sentence;
import ai.stt.plugin.understanding.SourceText;
import ai.stt.plugin.understanding.Topic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Cuts a text where what is said before and what is said behind are the least alike. */
final class Chapters {
  private static final int MOST = 12;

  /** Chosen sentences that a chapter has at least. */
  private static final int SHORTEST = 4;

  /** Seconds that a chapter lasts at least, when times are known. */
  private static final double SHORTEST_SECONDS = 30;

  private static final int LONGEST_TITLE = 60;

  private Chapters() {}

  static List<Chapter> of(
      SourceText source, Outline outline, float[][] vectors, LanguageRules language) {
    if (outline.sentences().isEmpty()) {
      return List.of();
    }
    List<Integer> firsts = new ArrayList<>(List.of(0));
    for (int cut : cuts(outline, vectors)) {
      firsts.add(outline.chosen().get(cut));
    }
    List<Chapter> chapters = new ArrayList<>();
    Set<String> titles = new HashSet<>();
    for (int i = 0; i < firsts.size(); i++) {
      int end = i + 1 < firsts.size() ? firsts.get(i + 1) : outline.sentences().size();
      List<Sentence> inside = outline.sentences().subList(firsts.get(i), end);
      chapters.add(new Chapter(firsts.get(i), title(source, inside, language, titles)));
    }
    return chapters;
  }

  /** Places in the chosen sentences before which a new chapter begins, rising. */
  private static List<Integer> cuts(Outline outline, float[][] vectors) {
    int n = vectors.length;
    int shortest = Math.max(SHORTEST, n / (2 * MOST));
    if (n < 2 * shortest) {
      return List.of();
    }
    double[] alike = new double[n];
    double sum = 0;
    for (int gap = 1; gap < n; gap++) {
      int window = Math.min(Math.max(SHORTEST, shortest), Math.min(gap, n - gap));
      float[] before = Vectors.mean(vectors, gap - window, gap);
      float[] behind = Vectors.mean(vectors, gap, gap + window);
      alike[gap] = Vectors.dot(before, behind);
      sum += alike[gap];
    }
    double mean = sum / (n - 1);
    double spread = 0;
    for (int gap = 1; gap < n; gap++) {
      spread += (alike[gap] - mean) * (alike[gap] - mean);
    }
    double limit = mean - 0.7 * Math.sqrt(spread / (n - 1));
    List<Integer> gaps = new ArrayList<>();
    for (int gap = shortest; gap <= n - shortest; gap++) {
      if (alike[gap] < limit) {
        gaps.add(gap);
      }
    }
    gaps.sort(Comparator.comparingDouble(gap -> alike[gap]));
    List<Integer> cuts = new ArrayList<>();
    for (int gap : gaps) {
      if (cuts.size() < MOST - 1 && isFar(outline, cuts, gap, shortest)) {
        cuts.add(gap);
      }
    }
    cuts.sort(Comparator.naturalOrder());
    return cuts;
  }

  private static boolean isFar(Outline outline, List<Integer> cuts, int gap, int shortest) {
    double at = seconds(outline, gap);
    if (at - seconds(outline, 0) < SHORTEST_SECONDS) {
      return false;
    }
    return cuts.stream()
        .noneMatch(
            cut ->
                Math.abs(cut - gap) < shortest
                    || Math.abs(seconds(outline, cut) - at) < SHORTEST_SECONDS);
  }

  private static double seconds(Outline outline, int chosen) {
    return outline.sentences().get(outline.chosen().get(chosen)).seconds();
  }

  /** What the chapter speaks of and no chapter before is called after, else how it begins. */
  private static String title(
      SourceText source, List<Sentence> inside, LanguageRules language, Set<String> taken) {
    for (Topic topic : Keyphrases.of(source, inside, language).best(5)) {
      if (taken.add(topic.name().toLowerCase(Locale.ROOT))) {
        return capital(shortened(topic.name()));
      }
    }
    return shortened(inside.getFirst().in(source));
  }

  private static String capital(String text) {
    int first = text.codePointAt(0);
    return Character.toString(Character.toTitleCase(first))
        + text.substring(Character.charCount(first));
  }

  private static String shortened(String text) {
    if (text.length() <= LONGEST_TITLE) {
      return text;
    }
    int space = text.lastIndexOf(' ', LONGEST_TITLE - 1);
    int end = space > LONGEST_TITLE / 2 ? space : LONGEST_TITLE - 1;
    return text.substring(0, Character.isLowSurrogate(text.charAt(end)) ? end - 1 : end) + "…";
  }
}
