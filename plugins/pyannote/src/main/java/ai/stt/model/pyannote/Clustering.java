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
   * one telephone line), and one person at least 0.69 (in two languages); from 0.50 to 0.60 all
   * gave nearly the same errors.
   */
  static final double APART = 0.56;

  /** With a wanted number of speakers, clusters that are more alike are one voice all the same. */
  static final double SAME = 0.9;

  /** Seconds after which a print is half signal. */
  private static final double HALF_SIGNAL_SECONDS = 1.0;

  private static final double SAME_VOICE = 0.1;
  private static final double OTHER_VOICE = 0.1;

  /** Shorter phrases take no part in finding the speakers. */
  private static final double LEAST_SECONDS = 0.6;

  /** Seconds of speech that make a speaker. */
  private static final double LEAST_SPEAKER_SECONDS = 1;

  /** Seconds beyond which a phrase counts no more. */
  private static final double MOST_SECONDS = 3;

  /** More phrases are thinned out: the table of all pairs must stay small (16 MB). */
  private static final int MOST_PHRASES = 2000;

  /** How much a phrase goes with the others of its voice in the window. */
  private static final double COMPANY = 0.5;

  private Clustering() {}

  /**
   * Finds the speakers.
   *
   * @param wanted how many there are, 0 when nobody knows
   */
  static Speakers cluster(List<Phrase> phrases, int wanted, DiarizationListener listener) {
    if (phrases.isEmpty()) {
      return new Speakers(new int[0], 0);
    }
    List<Phrase> chosen = chosen(phrases);
    int[] labels = new Merging(chosen, wanted, listener).labels();
    List<float[]> centres = centres(chosen, labels, wanted > 0);
    return new Speakers(assign(phrases, centres), centres.size());
  }

  private static List<Phrase> chosen(List<Phrase> phrases) {
    List<Phrase> good = phrases.stream().filter(p -> p.seconds() >= LEAST_SECONDS).toList();
    List<Phrase> from = good.isEmpty() ? phrases : good;
    int count = Math.min(from.size(), MOST_PHRASES);
    List<Phrase> chosen = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      chosen.add(from.get((int) ((long) i * from.size() / count)));
    }
    return chosen;
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

  /** The mean prints of the clusters that are large enough to be somebody, of length 1. */
  private static List<float[]> centres(List<Phrase> phrases, int[] labels, boolean keepAll) {
    int clusters = Arrays.stream(labels).max().orElse(-1) + 1;
    double[] seconds = new double[clusters];
    for (int i = 0; i < labels.length; i++) {
      seconds[labels[i]] += phrases.get(i).seconds();
    }
    double most = Arrays.stream(seconds).max().orElse(0);
    List<float[]> centres = new ArrayList<>();
    for (int cluster = 0; cluster < clusters; cluster++) {
      if (keepAll || seconds[cluster] >= Math.min(LEAST_SPEAKER_SECONDS, most)) {
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

  /** Each phrase's speaker; phrases of one voice of a window pull on each other. */
  private static int[] assign(List<Phrase> phrases, List<float[]> centres) {
    int[] speakers = new int[phrases.size()];
    for (int from = 0; from < speakers.length; ) {
      int to = from;
      float[] company = new float[centres.getFirst().length];
      while (to < speakers.length && sameVoice(phrases.get(from), phrases.get(to))) {
        add(company, phrases.get(to).print(), weight(phrases.get(to)));
        to++;
      }
      double length = Math.max(Math.sqrt(dot(company, company)), 1e-12);
      for (int i = from; i < to; i++) {
        speakers[i] = nearest(phrases.get(i), company, length, centres);
      }
      from = to;
    }
    return speakers;
  }

  private static boolean sameVoice(Phrase a, Phrase b) {
    return a.window() == b.window() && a.voice() == b.voice();
  }

  private static int nearest(Phrase phrase, float[] company, double length, List<float[]> centres) {
    int best = 0;
    double highest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < centres.size(); i++) {
      double own = Math.min(1, phrase.seconds()) * dot(phrase.print(), centres.get(i));
      double score = own + COMPANY * dot(company, centres.get(i)) / length;
      if (score > highest) {
        highest = score;
        best = i;
      }
    }
    return best;
  }

  private static void add(float[] to, float[] print, double weight) {
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
