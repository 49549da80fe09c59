package ai.stt.plugin.understanding;

import java.util.List;

/**
 * The sentences of a text, and those among them that stand for all when there are many.
 *
 * @param sentences all, in order
 * @param chosen places in {@code sentences}, rising, spread over the whole text; these are the ones
 *     to make vectors of
 */
public record Outline(List<Sentence> sentences, List<Integer> chosen) {
  /** Takes copies. */
  public Outline {
    sentences = List.copyOf(sentences);
    chosen = List.copyOf(chosen);
  }

  /** The words of the chosen sentences. */
  public List<String> chosenTexts(SourceText source) {
    return chosen.stream().map(at -> sentences.get(at).in(source)).toList();
  }
}
