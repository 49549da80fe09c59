import ai.stt.app.scheduling.Priority;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What came of a replay. */
final class Outcome {
  int places;
  double horizon;
  int loads;

  private final Map<Priority, List<Double>> waits = new EnumMap<>(Priority.class);
  private final List<Double> othersBatch = new ArrayList<>();
  private final Map<String, double[]> owners = new HashMap<>();
  private double busySeconds;
  private long decisions;
  private long nanos;

  void decided(long took) {
    decisions++;
    nanos += took;
  }

  void started(Work work, double now) {
    double wait = Math.max(0, now - work.at());
    waits.computeIfAbsent(work.priority(), priority -> new ArrayList<>()).add(wait);
    if (work.priority() == Priority.BATCH && !work.owner().equals(Trace.GREEDY)) {
      othersBatch.add(wait);
    }
    busySeconds += Math.clamp(horizon - now, 0, work.seconds());
    double[] speed = owners.computeIfAbsent(work.owner(), owner -> new double[2]);
    speed[0] += work.seconds() / (work.seconds() + wait);
    speed[1]++;
  }

  /** Of all places until the last arrival, 0 to 1. */
  double utilisation() {
    return busySeconds / (places * horizon);
  }

  double wait(Priority priority, double quantile) {
    return quantile(waits.getOrDefault(priority, List.of(0.0)), quantile);
  }

  /** Of batch work whose owner did not send the burst. */
  double othersBatchWait(double quantile) {
    return quantile(othersBatch, quantile);
  }

  private static double quantile(List<Double> waits, double quantile) {
    if (waits.isEmpty()) {
      return 0;
    }
    List<Double> sorted = new ArrayList<>(waits);
    Collections.sort(sorted);
    return sorted.get((int) Math.min(sorted.size() - 1L, Math.round(quantile * sorted.size())));
  }

  /** Jain's index of the owners' mean speed (time at work over time in all): 1 when all are alike. */
  double fairness() {
    double sum = 0;
    double squares = 0;
    for (double[] speed : owners.values()) {
      double mean = speed[0] / speed[1];
      sum += mean;
      squares += mean * mean;
    }
    return sum * sum / (owners.size() * squares);
  }

  double microsADecision() {
    return nanos / 1e3 / Math.max(1, decisions);
  }
}
