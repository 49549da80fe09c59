package ai.stt.inference.engine.whisper.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The texts with the largest sums of logarithms, until as many have ended as there are rows ({@code
 * BeamSearchDecoder} of openai/whisper, patience 1).
 */
final class BeamSearch extends Search {
  private final int rows;
  private final List<Hypothesis> ended = new ArrayList<>();
  private List<Hypothesis> texts = List.of(new Hypothesis());

  BeamSearch(TokenRules rules, int rows, int limit) {
    super(rules, limit);
    this.rows = rows;
  }

  private record Candidate(int row, int token, double log, double sum) {}

  @Override
  public List<Move> advance(TokenScores[] scores) {
    List<Candidate> candidates = new ArrayList<>();
    for (int row = 0; row < texts.size(); row++) {
      Hypothesis text = texts.get(row);
      Allowed allowed = rules().allowed(scores[row], text);
      Allowed.Best best = allowed.best(rows + 1);
      for (int i = 0; i < best.size(); i++) {
        double log = allowed.log(best.logit(i));
        candidates.add(new Candidate(row, best.token(i), log, text.sum() + log));
      }
    }
    candidates.sort(Comparator.comparingDouble(Candidate::sum).reversed());
    List<Candidate> kept = new ArrayList<>();
    for (Candidate candidate : candidates) {
      if (kept.size() == rows) {
        break;
      }
      if (candidate.token() != rules().end()) {
        kept.add(candidate);
      } else if (ended.size() < rows) {
        Hypothesis text = texts.get(candidate.row()).copy();
        text.end(candidate.log());
        ended.add(text);
      }
    }
    return place(kept);
  }

  /** One continuation stays in its row; the others go where none stayed. */
  private List<Move> place(List<Candidate> kept) {
    @Nullable Candidate[] placed = new Candidate[rows];
    List<Candidate> others = new ArrayList<>();
    for (Candidate candidate : kept) {
      if (placed[candidate.row()] == null) {
        placed[candidate.row()] = candidate;
      } else {
        others.add(candidate);
      }
    }
    List<Move> moves = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      if (placed[row] == null && !kept.isEmpty()) {
        // When hardly anything may follow, the best continuation fills the beam.
        Candidate candidate = others.isEmpty() ? kept.getFirst() : others.removeFirst();
        placed[row] = candidate;
        moves.add(new Move(candidate.row(), row));
      }
    }
    List<Hypothesis> next = new ArrayList<>();
    for (Candidate candidate : placed) {
      if (candidate != null) {
        Hypothesis text = texts.get(candidate.row()).copy();
        text.add(candidate.token(), candidate.log());
        next.add(text);
      }
    }
    texts = next;
    return moves;
  }

  @Override
  public boolean done() {
    return ended.size() >= rows || texts.isEmpty() || size() >= limit();
  }

  @Override
  public int last(int row) {
    return texts.get(Math.min(row, texts.size() - 1)).token(-1);
  }

  @Override
  public int size() {
    return texts.isEmpty() ? 0 : texts.getFirst().size();
  }

  @Override
  public Hypothesis best() {
    List<Hypothesis> all = new ArrayList<>(ended);
    texts.stream()
        .sorted(Comparator.comparingDouble(Hypothesis::sum).reversed())
        .limit(rows - ended.size())
        .forEach(all::add);
    return best(all);
  }
}
