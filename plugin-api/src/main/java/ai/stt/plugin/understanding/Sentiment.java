package ai.stt.plugin.understanding;

import java.util.List;

/**
 * How a text feels.
 *
 * @param label of the whole
 * @param score -1 (bad) to 1 (good), 0 when nothing tells
 * @param sentences those that tell something, in order
 */
public record Sentiment(Label label, double score, List<Felt> sentences) {
  /** The words for it. */
  public enum Label {
    POSITIVE,
    NEUTRAL,
    NEGATIVE,
    /** Much of both. */
    MIXED
  }

  /** A sentence and how it feels. */
  public record Felt(Sentence sentence, Label label, double score) {}

  /** Takes a copy. */
  public Sentiment {
    sentences = List.copyOf(sentences);
  }
}
