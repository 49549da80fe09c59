package ai.stt.inference.engine.whisper;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whose window is next: those that are read along with, then the owner with the fewest seats. */
final class Turns {
  private Turns() {}

  private record Turn(Job job, int turn) {}

  /** The jobs that wait, in the order in which they are to be seated. */
  static List<Job> of(Collection<Job> waiting, Collection<Seat> taken) {
    Map<Object, Integer> served = new HashMap<>();
    taken.forEach(seat -> served.merge(seat.job().owner(), 1, Integer::sum));
    return waiting.stream()
        .map(job -> new Turn(job, served.merge(job.owner(), 1, Integer::sum)))
        .sorted(
            Comparator.comparing((Turn turn) -> !turn.job().live()).thenComparingInt(Turn::turn))
        .map(Turn::job)
        .toList();
  }

  /** Whether somebody reads along with one of these. */
  static boolean anyLive(Collection<Seat> taken) {
    return taken.stream().anyMatch(seat -> seat.job().live());
  }
}
