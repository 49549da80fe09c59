package ai.stt.model.extractive;

import ai.stt.plugin.understanding.ActionItem;
import ai.stt.plugin.understanding.Chapter;
import ai.stt.plugin.understanding.Entity;
import ai.stt.plugin.understanding.Outline;
import ai.stt.plugin.understanding.Question;
import ai.stt.plugin.understanding.Sentence;
import ai.stt.plugin.understanding.Sentiment;
import ai.stt.plugin.understanding.SourceText;
import ai.stt.plugin.understanding.TextAnalyst;
import ai.stt.plugin.understanding.Topic;
import java.util.List;

/** The analyst; every question reads the text anew. */
final class Extractive implements TextAnalyst {
  private final RuleBook rules;

  Extractive(RuleBook rules) {
    this.rules = rules;
  }

  @Override
  public Outline outline(SourceText source, int most) {
    List<Sentence> sentences = Sentences.of(source);
    return new Outline(sentences, Candidates.of(source, sentences, rules.of(source), most));
  }

  @Override
  public List<Sentence> summary(SourceText source, Outline outline, float[][] vectors, int wanted) {
    return Choice.of(source, outline, vectors, rules.of(source)).summary(wanted);
  }

  @Override
  public List<Sentence> quotes(SourceText source, Outline outline, float[][] vectors, int wanted) {
    return Choice.of(source, outline, vectors, rules.of(source)).quotes(wanted);
  }

  @Override
  public List<Chapter> chapters(SourceText source, Outline outline, float[][] vectors) {
    LanguageRules language = rules.of(source);
    Choice choice = Choice.of(source, outline, vectors, language);
    return Chapters.of(source, outline, choice.vectors(), language);
  }

  @Override
  public List<ActionItem> actionItems(SourceText source) {
    return ActionItems.of(source, Sentences.of(source), rules.of(source));
  }

  @Override
  public List<Question> questions(SourceText source) {
    return Questions.of(source, Sentences.of(source), rules.of(source));
  }

  @Override
  public Sentiment sentiment(SourceText source) {
    return Feelings.of(source, Sentences.of(source), rules.of(source));
  }

  @Override
  public List<Topic> topics(SourceText source, int wanted) {
    return Keyphrases.of(source, Sentences.of(source), rules.of(source)).best(wanted);
  }

  @Override
  public List<Entity> entities(SourceText source) {
    return Entities.of(source, Sentences.of(source), rules.of(source));
  }

  @Override
  public void close() {}
}
