package ai.stt.inference.engine.llama;

import java.util.stream.IntStream;

/**
 * How many threads compute the next step: the number that was fastest of late, for steps of about
 * the same size. The library's threads spin while they wait for each other, hundreds of times a
 * step; when another program takes a processor from one of them, all stand still, and one thread
 * alone is many times faster. So other numbers are tried now and then, the slower they were the
 * more rarely. One thread at a time.
 */
final class ThreadChoice {
  private static final int SIZES = 11;
  private static final double NEW = 0.3;
  private static final int STEPS_BETWEEN = 32;
  private static final double MOST_STEPS_BETWEEN = 4096;

  private final int[] counts;

  /** Smoothed time of a step by size and count; 0 while unknown. */
  private final double[][] times;

  private final int[][] steps;

  ThreadChoice(int most) {
    counts = IntStream.of(1, (most + 1) / 2, most).distinct().toArray();
    times = new double[SIZES][counts.length];
    steps = new int[SIZES][counts.length];
  }

  /** The number for a step of so many tokens. */
  int next(int tokens) {
    int size = size(tokens);
    int best = 0;
    for (int i = 0; i < counts.length; i++) {
      steps[size][i]++;
      if (times[size][i] == 0) {
        return counts[i];
      }
      best = times[size][i] < times[size][best] ? i : best;
    }
    for (int i = 0; i < counts.length; i++) {
      double slower = times[size][i] / times[size][best];
      if (i != best
          && steps[size][i] > Math.min(MOST_STEPS_BETWEEN, STEPS_BETWEEN * slower * slower)) {
        return counts[i];
      }
    }
    return counts[best];
  }

  /** A step has taken so long. */
  void took(int tokens, int threads, long nanos) {
    int size = size(tokens);
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] == threads) {
        double before = times[size][i];
        double perToken = (double) nanos / tokens;
        times[size][i] = before == 0 ? perToken : before + NEW * (perToken - before);
        steps[size][i] = 0;
      }
    }
  }

  private static int size(int tokens) {
    return Math.min(SIZES - 1, 31 - Integer.numberOfLeadingZeros(Math.max(1, tokens)));
  }
}
