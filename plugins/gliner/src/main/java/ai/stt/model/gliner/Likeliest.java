package ai.stt.model.gliner;

import ai.stt.plugin.recognition.FoundEntity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Chooses among places that overlap. */
final class Likeliest {
  private Likeliest() {}

  /**
   * The places that are left when the likeliest comes first and none may overlap one before it, in
   * the order of the text. Of equally likely ones the first in the list counts.
   */
  static List<FoundEntity> of(List<FoundEntity> candidates) {
    List<FoundEntity> byScore = new ArrayList<>(candidates);
    byScore.sort(Comparator.comparingDouble(candidate -> -candidate.score()));
    var kept = new TreeMap<Integer, FoundEntity>();
    for (FoundEntity candidate : byScore) {
      Map.Entry<Integer, FoundEntity> before = kept.lowerEntry(candidate.end());
      if (before == null || before.getValue().end() <= candidate.start()) {
        kept.put(candidate.start(), candidate);
      }
    }
    return List.copyOf(kept.values());
  }
}
