package ai.stt.app.live;

import ai.stt.speech.transcript.Word;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides which words are final: those that two looks at the same audio in a row agree on
 * (LocalAgreement-2, Liu et al. 2020, as Machacek et al. 2023 apply it to Whisper). Words that are
 * final stay, whatever later looks say: each look is aligned with them by edit distance, and only
 * what comes behind counts. One thread.
 */
final class StablePrefix {
  /** Words so near to the end of the audio may be cut off. */
  private static final double EDGE_SECONDS = 0.25;

  /** Before so much of a phrase was heard, looks agree on wrong first words too easily. */
  private static final double BEGINNING_SECONDS = 2;

  private final List<Word> settled = new ArrayList<>();
  private List<Word> open = List.of();

  /**
   * Takes the next look.
   *
   * @param heard all words of the window, in the stream's time
   * @param end of the audio, in seconds
   * @return words that are final now
   */
  List<Word> look(List<Word> heard, double end) {
    List<Word> fresh = behindSettled(heard);
    int agreed = 0;
    int most = begins(heard, end) ? 0 : Math.min(fresh.size(), open.size());
    while (agreed < most
        && same(fresh.get(agreed), open.get(agreed))
        && fresh.get(agreed).end() <= end - EDGE_SECONDS) {
      agreed++;
    }
    open = fresh;
    return settle(agreed);
  }

  private boolean begins(List<Word> heard, double end) {
    return settled.isEmpty()
        && !heard.isEmpty()
        && end - heard.getFirst().start() < BEGINNING_SECONDS;
  }

  /** Takes all that was seen last as final. */
  List<Word> settleAll() {
    return settle(open.size());
  }

  /** Takes all but the last words as final, so that a window cannot grow for ever. */
  List<Word> settleAllBut(int words) {
    return settle(Math.max(0, open.size() - words));
  }

  /** What is not final. */
  List<Word> open() {
    return open;
  }

  /** The final words of the window. */
  List<Word> settled() {
    return List.copyOf(settled);
  }

  /** The window now starts behind these first words. */
  void forget(int words) {
    settled.subList(0, words).clear();
  }

  /** The window has ended. */
  void clear() {
    settled.clear();
    open = List.of();
  }

  private List<Word> settle(int count) {
    List<Word> now = List.copyOf(open.subList(0, count));
    settled.addAll(now);
    open = List.copyOf(open.subList(count, open.size()));
    return now;
  }

  /** The words behind the stretch that is most like the final ones. */
  private List<Word> behindSettled(List<Word> heard) {
    if (settled.isEmpty()) {
      return heard;
    }
    int[] distances = distances(heard);
    double settledEnd = settled.getLast().end();
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int count = 0; count <= heard.size(); count++) {
      double away = count == 0 ? settledEnd : Math.abs(heard.get(count - 1).end() - settledEnd);
      double cost = distances[count] + Math.min(away, 10) / 4;
      if (cost < least) {
        least = cost;
        best = count;
      }
    }
    return heard.subList(best, heard.size());
  }

  /** The edit distance from the final words to the first words heard, for each number of those. */
  private int[] distances(List<Word> heard) {
    int[] row = new int[heard.size() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 0; i < settled.size(); i++) {
      int diagonal = row[0];
      row[0] = i + 1;
      for (int j = 1; j < row.length; j++) {
        int change = diagonal + (same(settled.get(i), heard.get(j - 1)) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row;
  }

  private static boolean same(Word one, Word other) {
    return Wording.plain(one).equals(Wording.plain(other));
  }
}
