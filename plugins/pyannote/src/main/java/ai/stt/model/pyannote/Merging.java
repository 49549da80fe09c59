package ai.stt.model.pyannote;

import ai.stt.plugin.diarization.DiarizationListener;
import java.util.Arrays;
import java.util.List;

/**
 * Agglomerative clustering with average linkage on a table of all pairs; each row remembers its
 * best partner, so that the whole takes time in the order of n squared. One use.
 */
final class Merging {
  private final int wanted;
  private final DiarizationListener listener;
  private final int size;
  private final float[][] alike;
  private final double[] weights;
  private final int[] cluster;
  private final int[] best;
  private final boolean[] gone;

  Merging(List<Phrase> phrases, int wanted, DiarizationListener listener) {
    this.wanted = wanted;
    this.listener = listener;
    size = phrases.size();
    alike = new float[size][size];
    weights = new double[size];
    cluster = new int[size];
    best = new int[size];
    gone = new boolean[size];
    for (int i = 0; i < size; i++) {
      cluster[i] = i;
      weights[i] = Clustering.weight(phrases.get(i));
      for (int j = 0; j < i; j++) {
        alike[i][j] = (float) Clustering.likeness(phrases.get(i), phrases.get(j));
        alike[j][i] = alike[i][j];
      }
    }
  }

  /**
   * The cluster of each phrase, counted from 0 in the order of their first phrases: when all that
   * is left is apart. With a wanted number it is the state nearest to that one in which as many
   * clusters are long enough to be somebody; odd sounds that are nobody's are left over in any
   * number.
   */
  int[] labels() {
    for (int i = 0; i < size; i++) {
      findBest(i);
    }
    int[] nearest = cluster;
    int off = Integer.MAX_VALUE;
    for (int left = size; !listener.isCanceled(); left--) {
      int first = closest();
      double likeness = left > 1 ? alike[first][best[first]] : Double.NEGATIVE_INFINITY;
      int speakers = speakers();
      if (likeness < Clustering.SAME && Math.abs(speakers - wanted) <= off) {
        nearest = cluster.clone();
        off = Math.abs(speakers - wanted);
      }
      if (likeness < Clustering.APART && (wanted == 0 || speakers <= wanted)) {
        break;
      }
      merge(Math.min(first, best[first]), Math.max(first, best[first]));
    }
    return numbered(wanted == 0 ? cluster : nearest);
  }

  private int speakers() {
    int speakers = 0;
    for (int i = 0; i < size; i++) {
      speakers += !gone[i] && weights[i] >= Clustering.LEAST_SPEAKER_SECONDS ? 1 : 0;
    }
    return speakers;
  }

  private int closest() {
    int closest = -1;
    for (int i = 0; i < size; i++) {
      if (!gone[i] && (closest < 0 || alike[i][best[i]] > alike[closest][best[closest]])) {
        closest = i;
      }
    }
    return closest;
  }

  private void merge(int to, int from) {
    double sum = weights[to] + weights[from];
    for (int i = 0; i < size; i++) {
      alike[to][i] = (float) ((weights[to] * alike[to][i] + weights[from] * alike[from][i]) / sum);
      alike[i][to] = alike[to][i];
      if (cluster[i] == from) {
        cluster[i] = to;
      }
    }
    weights[to] = sum;
    gone[from] = true;
    findBest(to);
    for (int i = 0; i < size; i++) {
      if (!gone[i] && i != to) {
        if (best[i] == to || best[i] == from) {
          findBest(i);
        } else if (alike[i][to] > alike[i][best[i]]) {
          best[i] = to;
        }
      }
    }
  }

  private void findBest(int row) {
    int found = row == 0 ? Math.min(1, size - 1) : 0;
    for (int i = 0; i < size; i++) {
      if (i != row && !gone[i] && (gone[found] || alike[row][i] > alike[row][found])) {
        found = i;
      }
    }
    best[row] = found;
  }

  private int[] numbered(int[] clusters) {
    int[] numbers = new int[size];
    Arrays.fill(numbers, -1);
    int next = 0;
    int[] labels = new int[size];
    for (int i = 0; i < size; i++) {
      if (numbers[clusters[i]] < 0) {
        numbers[clusters[i]] = next++;
      }
      labels[i] = numbers[clusters[i]];
    }
    return labels;
  }
}
