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

  /** The cluster of each phrase, counted from 0 in the order of their first phrases. */
  int[] labels() {
    for (int i = 0; i < size; i++) {
      findBest(i);
    }
    int left = size;
    while (left > 1 && !listener.isCanceled()) {
      int first = closest();
      if (!worthMerging(alike[first][best[first]], left)) {
        break;
      }
      merge(Math.min(first, best[first]), Math.max(first, best[first]));
      left--;
    }
    return numbered();
  }

  private boolean worthMerging(double likeness, int left) {
    return wanted == 0
        ? likeness >= Clustering.APART
        : left > wanted || likeness >= Clustering.SAME;
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

  private int[] numbered() {
    int[] numbers = new int[size];
    Arrays.fill(numbers, -1);
    int next = 0;
    int[] labels = new int[size];
    for (int i = 0; i < size; i++) {
      if (numbers[cluster[i]] < 0) {
        numbers[cluster[i]] = next++;
      }
      labels[i] = numbers[cluster[i]];
    }
    return labels;
  }
}
