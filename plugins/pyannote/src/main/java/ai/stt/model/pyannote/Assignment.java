package ai.stt.model.pyannote;

import java.util.List;

/** Gives every phrase to the speaker whose voice is the nearest. */
final class Assignment {
  /** How much a phrase goes with the others of its voice in the window. */
  private static final double COMPANY = 0.5;

  private Assignment() {}

  /** Each phrase's speaker; phrases of one voice of a window pull on each other. */
  static int[] of(List<Phrase> phrases, List<float[]> centres) {
    int[] speakers = new int[phrases.size()];
    for (int from = 0; from < speakers.length; ) {
      int to = from;
      float[] company = new float[centres.getFirst().length];
      while (to < speakers.length && sameVoice(phrases.get(from), phrases.get(to))) {
        Clustering.add(company, phrases.get(to).print(), Clustering.weight(phrases.get(to)));
        to++;
      }
      double length = Math.max(Math.sqrt(Clustering.dot(company, company)), 1e-12);
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
      double own = Math.min(1, phrase.seconds()) * Clustering.dot(phrase.print(), centres.get(i));
      double score = own + COMPANY * Clustering.dot(company, centres.get(i)) / length;
      if (score > highest) {
        highest = score;
        best = i;
      }
    }
    return best;
  }
}
