package ai.stt.model.pyannote;

import ai.stt.plugin.diarization.DiarizationListener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes speakers of phrases: average-linkage agglomerative clustering of the longer ones, then
 * every phrase goes to the nearest speaker.
 *
 * <p>The print of a short phrase is noisy, so two short phrases of one speaker look less alike than
 * two long ones. The cosine of two prints is therefore divided by how reliable both are (Spearman's
 * correction for attenuation); and what the segmentation knows about phrases of one window is
 * added.
 */
final class Clustering {
  /**
   * Clusters that are less alike stay apart. On average two people were at most 0.51 alike here (on
   * one telephone line), and one person at least 0.69 (in two languages); from 0.50 to 0.55 all
   * gave nearly the same errors, and the fewest.
   */
  static final double APART = 0.54;

  /**
   * Clusters that are more alike are one voice also when more speakers are wanted. Of twelve
   * recordings of one person, four had more speakers than one at 0.9, one at 0.8, none at 0.75.
   */
  static final double SAME = 0.7;

  /** Seconds after which a print is half signal. */
  private static final double HALF_SIGNAL_SECONDS = 1.0;

  private static final double SAME_VOICE = 0.1;
  private static final double OTHER_VOICE = 0.1;

  /** Shorter phrases take no part in finding the speakers. */
  private static final double LEAST_SECONDS = 0.6;

  /** Seconds of speech that make a speaker. */
  static final double LEAST_SPEAKER_SECONDS = 0.75;

  /** Seconds beyond which a phrase counts no more. */
  private static final double MOST_SECONDS = 3;

  /** The table of all pairs must stay small (16 MB): of more phrases some are asked for all. */
  private static final int MOST_PHRASES = 2000;

  private Clustering() {}

  /**
   * Finds the speakers.
   *
   * @param wanted how many there are, 0 when nobody knows
   */
  static Speakers cluster(List<Phrase> phrases, int wanted, DiarizationListener listener) {
    return cluster(phrases, wanted, MOST_PHRASES, listener);
  }

  /** Of more phrases than {@code most} some stand for all; those that are like nobody follow. */
  static Speakers cluster(
      List<Phrase> phrases, int wanted, int most, DiarizationListener listener) {
    List<Phrase> left = phrases.stream().filter(p -> p.seconds() >= LEAST_SECONDS).toList();
    left = left.isEmpty() ? phrases : left;
    List<float[]> centres = new ArrayList<>();
    for (int before = -1; before < centres.size() && !left.isEmpty(); ) {
      before = centres.size();
      List<Phrase> chosen = thinned(left, most);
      int[] labels = new Merging(chosen, wanted == 0 ? 0 : wanted - before, listener).labels();
      centres.addAll(centres(chosen, labels, before > 0));
      boolean found = wanted > 0 && centres.size() >= wanted;
      if (found || chosen.size() == left.size() || listener.isCanceled()) {
        break;
      }
      left = left.stream().filter(p -> isNobody(p, centres)).toList();
    }
    return new Speakers(Assignment.of(phrases, centres), centres.size());
  }

  private static List<Phrase> thinned(List<Phrase> from, int most) {
    int count = Math.min(from.size(), most);
    List<Phrase> chosen = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      chosen.add(from.get((int) ((long) i * from.size() / count)));
    }
    return chosen;
  }

  private static boolean isNobody(Phrase phrase, List<float[]> centres) {
    double apart = APART * reliability(phrase);
    return centres.stream().allMatch(centre -> dot(phrase.print(), centre) < apart);
  }

  static double weight(Phrase phrase) {
    return Math.min(phrase.seconds(), MOST_SECONDS);
  }

  /** How alike two phrases are; 1 for the same voice, about 0 for two people. */
  static double likeness(Phrase a, Phrase b) {
    double likeness = dot(a.print(), b.print()) / (reliability(a) * reliability(b));
    if (a.window() == b.window()) {
      likeness += a.voice() == b.voice() ? SAME_VOICE : -OTHER_VOICE;
    }
    return likeness;
  }

  private static double reliability(Phrase phrase) {
    double seconds = weight(phrase);
    return Math.sqrt(seconds / (seconds + HALF_SIGNAL_SECONDS));
  }

  /**
   * The mean prints of the clusters that are large enough to be somebody, of length 1.
   *
   * @param more whether somebody is known already; else the largest one is, however short
   */
  private static List<float[]> centres(List<Phrase> phrases, int[] labels, boolean more) {
    int clusters = Arrays.stream(labels).max().orElse(-1) + 1;
    double[] seconds = new double[clusters];
    for (int i = 0; i < labels.length; i++) {
      seconds[labels[i]] += weight(phrases.get(i));
    }
    double most = more ? LEAST_SPEAKER_SECONDS : Arrays.stream(seconds).max().orElse(0);
    List<float[]> centres = new ArrayList<>();
    for (int cluster = 0; cluster < clusters; cluster++) {
      if (seconds[cluster] >= Math.min(LEAST_SPEAKER_SECONDS, most)) {
        centres.add(centre(phrases, labels, cluster));
      }
    }
    return centres;
  }

  private static float[] centre(List<Phrase> phrases, int[] labels, int cluster) {
    float[] centre = new float[phrases.getFirst().print().length];
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] == cluster) {
        add(centre, phrases.get(i).print(), weight(phrases.get(i)));
      }
    }
    float scale = (float) (1 / Math.max(Math.sqrt(dot(centre, centre)), 1e-12));
    for (int i = 0; i < centre.length; i++) {
      centre[i] *= scale;
    }
    return centre;
  }

  static void add(float[] to, float[] print, double weight) {
    for (int i = 0; i < to.length; i++) {
      to[i] += (float) (weight * print[i]);
    }
  }

  static double dot(float[] a, float[] b) {
    float sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
