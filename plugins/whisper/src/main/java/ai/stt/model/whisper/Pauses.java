package ai.stt.model.whisper;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * The pauses of a window, and the words between them. The alignment of the model is good to a few
 * tenths of a second; a pause tells to a hundredth where one word ended and the next began. So each
 * pause is given to the boundary of words that lies next to it, if one is near.
 */
final class Pauses {
  private static final int MS_PER_FRAME = 10;
  private static final int LEAST_FRAMES = 20;
  private static final int LOUD_PERCENTILE = 95;

  private static final int NOISE_PERCENTILE = 10;

  /** 30 dB under the loud frames, a frame is quiet in any case; from 20 dB on in none. */
  private static final float LEAST_QUIET = 0.03f;

  private static final float MOST_QUIET = 0.1f;

  private static final long NEAR_MS = 800;
  private static final long SHORTEST_WORD_MS = 40;
  private static final long GIVEN_MS = 120;
  private static final long LONGEST_WORD_MS = 3000;

  private final List<Pause> pauses;
  private final long lengthMs;

  private Pauses(List<Pause> pauses, long lengthMs) {
    this.pauses = pauses;
    this.lengthMs = lengthMs;
  }

  private record Pause(long startMs, long endMs) {
    long distance(long ms) {
      return Math.max(0, Math.max(startMs - ms, ms - endMs));
    }
  }

  private record Match(int pause, int word, double cost) {
    boolean isBefore(Match other) {
      return pause < other.pause && word < other.word;
    }
  }

  /** Finds the pauses of a window. */
  static Pauses of(float[] samples) {
    float[] levels = Loudness.frames(samples);
    float[] sorted = levels.clone();
    Arrays.sort(sorted);
    float quiet = quietLevel(sorted);
    List<Pause> pauses = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= levels.length; i++) {
      if (i == levels.length || smooth(levels, i) >= quiet) {
        if (i - start >= LEAST_FRAMES) {
          pauses.add(new Pause((long) start * MS_PER_FRAME, (long) i * MS_PER_FRAME));
        }
        start = i + 1;
      }
    }
    return new Pauses(pauses, (long) levels.length * MS_PER_FRAME);
  }

  /**
   * Gives words their final times.
   *
   * @param words in order, with the raw times of the model
   * @return the same words; times ordered, without overlap, inside of the window
   */
  List<TimedWord> place(List<TimedWord> words) {
    int count = words.size();
    if (count == 0) {
      return words;
    }
    long[] starts = words.stream().mapToLong(TimedWord::startMs).toArray();
    long[] ends = new long[count];
    for (int i = 0; i < count; i++) {
      starts[i] = Math.clamp(starts[i], i == 0 ? 0 : starts[i - 1], lengthMs);
    }
    for (int i = 0; i < count; i++) {
      ends[i] = Math.clamp(words.get(i).endMs(), starts[i], lengthMs);
    }
    snap(starts, ends);
    for (int i = count - 1; i >= 0; i--) {
      long longest =
          Math.min(starts[i] + LONGEST_WORD_MS, i + 1 < count ? starts[i + 1] : lengthMs);
      ends[i] = Math.clamp(ends[i], 0, longest);
      starts[i] = Math.min(starts[i], ends[i]);
    }
    stretch(starts, ends);
    List<TimedWord> placed = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      placed.add(words.get(i).at(starts[i], ends[i]));
    }
    return placed;
  }

  /** Gives words that the alignment left no time some of their neighbours'. */
  private static void stretch(long[] starts, long[] ends) {
    for (int i = 0; i < starts.length; i++) {
      if (ends[i] - starts[i] >= SHORTEST_WORD_MS) {
        continue;
      }
      long before = i > 0 && ends[i - 1] == starts[i] ? ends[i - 1] - starts[i - 1] : 0;
      if (before >= 2 * SHORTEST_WORD_MS) {
        starts[i] -= Math.min(GIVEN_MS, before / 2);
        ends[i - 1] = starts[i];
      } else if (i + 1 < starts.length) {
        long after = ends[i + 1] - starts[i];
        ends[i] = Math.max(ends[i], starts[i] + Math.min(GIVEN_MS, after / 2));
        starts[i + 1] = Math.max(starts[i + 1], ends[i]);
      }
    }
  }

  private void snap(long[] starts, long[] ends) {
    for (Match match : matches(starts, ends)) {
      Pause pause = pauses.get(match.pause());
      starts[match.word()] = pause.endMs();
      ends[match.word()] = Math.max(ends[match.word()], pause.endMs());
      if (match.word() > 0) {
        ends[match.word() - 1] = pause.startMs();
      }
    }
    int last = starts.length - 1;
    for (Pause pause : pauses) {
      if (pause.startMs() > starts[last]) {
        ends[last] = pause.startMs() < ends[last] + NEAR_MS ? pause.startMs() : ends[last];
        break;
      }
    }
  }

  /** The best pairs of a pause and the word behind it, such that their orders agree. */
  private Iterable<Match> matches(long[] starts, long[] ends) {
    List<Match> candidates = new ArrayList<>();
    for (int p = 0; p < pauses.size(); p++) {
      Pause pause = pauses.get(p);
      for (int w = 0; w < starts.length; w++) {
        long distance = pause.distance(starts[w]);
        if (distance < NEAR_MS && ends[w] > pause.startMs()) {
          double cost = distance + 0.3 * Math.abs(starts[w] - pause.endMs());
          candidates.add(new Match(p, w, cost));
        }
      }
    }
    candidates.sort(Comparator.comparingDouble(Match::cost));
    var chosen = new TreeMap<Integer, Match>();
    for (Match match : candidates) {
      var before = chosen.floorEntry(match.pause());
      var after = chosen.ceilingEntry(match.pause());
      boolean fits =
          (before == null || before.getValue().isBefore(match))
              && (after == null || match.isBefore(after.getValue()));
      if (fits) {
        chosen.put(match.pause(), match);
      }
    }
    return chosen.values();
  }

  /** A little over the noise between the words, as far as that can be told from the words. */
  private static float quietLevel(float[] sorted) {
    if (sorted.length == 0) {
      return 0;
    }
    float loud = sorted[(sorted.length - 1) * LOUD_PERCENTILE / 100];
    float noise = sorted[(sorted.length - 1) * NOISE_PERCENTILE / 100];
    return Math.clamp(2 * noise, LEAST_QUIET * loud, MOST_QUIET * loud);
  }

  private static float smooth(float[] levels, int at) {
    float before = levels[Math.max(0, at - 1)];
    float after = levels[Math.min(levels.length - 1, at + 1)];
    return (before + levels[at] + after) / 3;
  }
}
