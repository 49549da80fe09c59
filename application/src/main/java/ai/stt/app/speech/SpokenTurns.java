package ai.stt.app.speech;

import ai.stt.speech.diarization.SpeakerTurn;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Whose turns cover a span. Asked for spans in the order of their starts it looks at each turn
 * about once, so that naming the words of many hours takes time in the order of their number. One
 * thread.
 */
final class SpokenTurns {
  /** A speaker takes a word over from the one before only with clearly more of it. */
  private static final double CLEARLY_MORE = 1.2;

  private final List<SpeakerTurn> turns;
  private final double[] seconds;

  /** The latest end of each turn and those before it. */
  private final double[] ends;

  /** Turns before this one have all ended when the span begins. */
  private int first;

  SpokenTurns(List<SpeakerTurn> all) {
    turns = all.stream().sorted(Comparator.comparingDouble(SpeakerTurn::start)).toList();
    seconds = new double[turns.stream().mapToInt(SpeakerTurn::speaker).max().orElse(1) + 1];
    ends = new double[turns.size()];
    for (int i = 0; i < ends.length; i++) {
      ends[i] = Math.max(i == 0 ? 0 : ends[i - 1], turns.get(i).end());
    }
  }

  /**
   * Who has most of the span; who is nearest when nobody has any; 1 when there are no turns.
   *
   * @param last who had the span before, 0 when nobody had
   */
  int speaker(double start, double end, int last) {
    while (first > 0 && ends[first - 1] > start) {
      first--; // a span that begins before the one asked for last
    }
    while (first < ends.length && ends[first] <= start) {
      first++;
    }
    Arrays.fill(seconds, 0);
    int nearest = first > 0 ? latest(first - 1) : 1;
    double least = first > 0 ? start - ends[first - 1] : Double.POSITIVE_INFINITY;
    for (int i = first; i < ends.length && turns.get(i).start() < end + Math.max(0, least); i++) {
      SpeakerTurn turn = turns.get(i);
      seconds[turn.speaker()] += turn.overlap(start, end);
      double away = Math.max(turn.start() - end, start - turn.end());
      if (away < least) {
        least = away;
        nearest = turn.speaker();
      }
    }
    int most = nearest;
    for (int speaker = 1; speaker < seconds.length; speaker++) {
      most = seconds[speaker] > seconds[most] ? speaker : most;
    }
    boolean stays = last > 0 && seconds[last] > 0 && seconds[most] < CLEARLY_MORE * seconds[last];
    return stays ? last : most;
  }

  /** The speaker of the turn that ends last, of those up to this one. */
  private int latest(int upTo) {
    int at = upTo;
    while (at > 0 && turns.get(at).end() < ends[upTo]) {
      at--;
    }
    return turns.get(at).speaker();
  }
}
