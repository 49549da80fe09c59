package ai.stt.plugin.understanding;

import ai.stt.plugin.Model;
import java.util.List;

/**
 * Understands texts by choosing from them. Where vectors are taken, they belong to the chosen
 * sentences of the outline, in order, each of unit length; without any ({@code new float[0][]}) it
 * goes by the words alone. Languages that it does not know are served as well as can be without
 * words of theirs. Time grows with the length of the text, not with its square.
 */
public interface TextAnalyst extends Model {
  /**
   * Finds the sentences.
   *
   * @param most how many are chosen at most, at least 1
   */
  Outline outline(SourceText source, int most);

  /**
   * The sentences that say what the text says, none repeating another, in the order of the text.
   *
   * @param wanted how many at most
   */
  List<Sentence> summary(SourceText source, Outline outline, float[][] vectors, int wanted);

  /** As {@link #summary}, of sentences that are worth being quoted. */
  List<Sentence> quotes(SourceText source, Outline outline, float[][] vectors, int wanted);

  /** The chapters, in order; the first begins with the text. Empty only for no sentences. */
  List<Chapter> chapters(SourceText source, Outline outline, float[][] vectors);

  /** What is to be done, in the order of the text. */
  List<ActionItem> actionItems(SourceText source);

  /** What is asked, in the order of the text. */
  List<Question> questions(SourceText source);

  /** How the text feels. */
  Sentiment sentiment(SourceText source);

  /** What the text is about, the most relevant first. */
  List<Topic> topics(SourceText source, int wanted);

  /** Names, dates and amounts in the order of the text, none overlapping another. */
  List<Entity> entities(SourceText source);
}
