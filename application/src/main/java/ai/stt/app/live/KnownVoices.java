package ai.stt.app.live;

import java.util.ArrayList;
import java.util.List;

/**
 * The voices of a stream, told apart as they come: each stretch of speech goes to the voice that is
 * most like it, or is the first of a new one (leader clustering). A voice keeps the mean of its
 * stretches, so that what is held grows with the number of voices, not with time. One thread.
 */
final class KnownVoices {
  /** Beyond these, everybody is taken for the most similar one. */
  static final int MOST = 20;

  /**
   * What is less like all voices is a new one: of stretches of two seconds on a telephone, four of
   * five by one speaker are more alike than 0.8, four of five by two are less than 0.65.
   */
  private static final double SAME = 0.65;

  /** What is shorter, too, when it is less like them than this. */
  private static final double ANOTHER = 0.3;

  /** Who spoke last probably speaks on. */
  private static final double SPEAKS_ON = 0.05;

  /** Seconds after which half of what a stretch sounds like is the voice. */
  private static final double HALF_VOICE_SECONDS = 1;

  /** A shorter stretch is too uncertain to make a new voice, unless there is none. */
  private static final double LEAST_NEW_SECONDS = 1.2;

  /** Still shorter, however unlike it is. */
  private static final double LEAST_OTHER_SECONDS = 0.7;

  /** A voice is as certain as it gets. */
  private static final double MOST_SECONDS = 10;

  private final List<Voice> voices = new ArrayList<>();
  private int last = -1;

  private static final class Voice {
    private final float[] sum;
    private double seconds;

    Voice(int size) {
      sum = new float[size];
    }

    void add(float[] print, double weight) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += (float) (weight * print[i]);
      }
      seconds += weight;
    }

    /** The cosine, divided by how certain both are: short stretches of one voice differ more. */
    double likeness(float[] print, double length) {
      double product = 0;
      double square = 0;
      for (int i = 0; i < sum.length; i++) {
        product += sum[i] * print[i];
        square += sum[i] * sum[i];
      }
      double certain = certainty(length) * certainty(Math.min(seconds, MOST_SECONDS));
      return product / Math.max(Math.sqrt(square), 1e-9) / Math.sqrt(certain);
    }

    private static double certainty(double seconds) {
      return seconds / (seconds + HALF_VOICE_SECONDS);
    }
  }

  /**
   * Whose voice it is.
   *
   * @param print of length 1
   * @param seconds of speech that it was made of
   * @return the voice's number, from 1 in the order of appearance
   */
  int whose(float[] print, double seconds) {
    int best = -1;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < voices.size(); i++) {
      double likeness = voices.get(i).likeness(print, seconds) + (i == last ? SPEAKS_ON : 0);
      if (likeness > most) {
        most = likeness;
        best = i;
      }
    }
    boolean known = most >= SAME;
    boolean certain = seconds >= (most < ANOTHER ? LEAST_OTHER_SECONDS : LEAST_NEW_SECONDS);
    if (!known && voices.size() < MOST && (best < 0 || certain)) {
      best = voices.size();
      voices.add(new Voice(print.length));
      known = true;
    }
    if (known) {
      voices.get(best).add(print, seconds);
    }
    last = best;
    return best + 1;
  }

  /** Who spoke last; 1 when nobody has. */
  int last() {
    return Math.max(last, 0) + 1;
  }
}
