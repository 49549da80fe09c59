package ai.stt.model.gliner;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Cuts texts into the most likely pieces of a vocabulary in which each piece has a likelihood of
 * its own (T. Kudo, Subword Regularization, 2018), by Viterbi. Thread-safe.
 */
final class Unigram {
  /** How much less likely an unknown character is than the least likely piece. */
  private static final double UNKNOWN_PENALTY = 10;

  private final Map<String, Piece> pieces = new HashMap<>();
  private final int unknown;
  private final double unknownScore;
  private final int longest;

  private record Piece(int id, double score) {}

  /**
   * A vocabulary.
   *
   * @param vocabulary pairs of a piece and the logarithm of its likelihood; a place is a number
   * @param unknown the number of the piece for unknown characters
   */
  Unigram(List<Json> vocabulary, int unknown) {
    double least = 0;
    int most = 0;
    for (int id = 0; id < vocabulary.size(); id++) {
      List<Json> pair = vocabulary.get(id).items();
      if (pair.size() != 2) {
        throw new IllegalArgumentException("the tokenizer's piece %d is none".formatted(id));
      }
      double score = pair.getLast().number();
      pieces.put(pair.getFirst().text(), new Piece(id, score));
      least = Math.min(least, score);
      most = Math.max(most, pair.getFirst().text().length());
    }
    if (unknown < 0 || unknown >= vocabulary.size()) {
      throw new IllegalArgumentException("the tokenizer has no piece for what is unknown");
    }
    this.unknown = unknown;
    this.unknownScore = least - UNKNOWN_PENALTY;
    this.longest = most;
  }

  /** The numbers of a text's pieces; unknown characters behind each other are one. */
  int[] of(String text) {
    int size = text.length();
    double[] best = new double[size + 1];
    int[] from = new int[size + 1];
    int[] ids = new int[size + 1];
    Arrays.fill(from, -1);
    for (int start = 0; start < size; start = text.offsetByCodePoints(start, 1)) {
      int single = text.offsetByCodePoints(start, 1);
      boolean known = false;
      for (int end = single; end <= Math.min(size, start + longest); end++) {
        Piece piece = pieces.get(text.substring(start, end));
        if (piece != null) {
          known |= end == single;
          improve(best, from, ids, start, end, piece);
        }
      }
      if (!known) {
        improve(best, from, ids, start, single, new Piece(unknown, unknownScore));
      }
    }
    return path(from, ids);
  }

  private static void improve(
      double[] best, int[] from, int[] ids, int start, int end, Piece piece) {
    double score = best[start] + piece.score();
    if (from[end] < 0 || score > best[end]) {
      best[end] = score;
      from[end] = start;
      ids[end] = piece.id();
    }
  }

  private int[] path(int[] from, int[] ids) {
    List<Integer> backwards = new ArrayList<>();
    for (int at = from.length - 1; at > 0; at = from[at]) {
      boolean again = !backwards.isEmpty() && backwards.getLast() == unknown;
      if (!(ids[at] == unknown && again)) {
        backwards.add(ids[at]);
      }
    }
    return backwards.reversed().stream().mapToInt(Integer::intValue).toArray();
  }
}
