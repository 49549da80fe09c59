package ai.stt.app.testing;

import ai.stt.plugin.understanding.ActionItem;
import ai.stt.plugin.understanding.Chapter;
import ai.stt.plugin.understanding.Entity;
import ai.stt.plugin.understanding.Outline;
import ai.stt.plugin.understanding.Question;
import ai.stt.plugin.understanding.Sentence;
import ai.stt.plugin.understanding.Sentiment;
import ai.stt.plugin.understanding.Sentiment.Label;
import ai.stt.plugin.understanding.SourceText;
import ai.stt.plugin.understanding.TextAnalyst;
import ai.stt.plugin.understanding.Topic;
import java.util.ArrayList;
import java.util.List;

/**
 * A sentence ends at a full stop or a question mark; the first ones are the best; {@code Next}
 * begins a chapter.
 */
public final class FakeAnalyst implements TextAnalyst {
  @Override
  public Outline outline(SourceText source, int most) {
    List<Sentence> sentences = sentences(source);
    List<Integer> chosen = new ArrayList<>();
    for (int i = 0; i < Math.min(most, sentences.size()); i++) {
      chosen.add(i);
    }
    return new Outline(sentences, chosen);
  }

  private static List<Sentence> sentences(SourceText source) {
    List<Sentence> sentences = new ArrayList<>();
    for (SourceText.Part part : source.parts()) {
      int start = part.start();
      for (int at = part.start(); at < part.end(); at++) {
        boolean ends = ".?".indexOf(source.text().charAt(at)) >= 0 || at + 1 == part.end();
        if (ends && !source.text().substring(start, at + 1).isBlank()) {
          int from = start;
          while (Character.isWhitespace(source.text().charAt(from))) {
            from++;
          }
          sentences.add(new Sentence(from, at + 1, part.speaker(), part.seconds()));
          start = at + 1;
        }
      }
    }
    return sentences;
  }

  @Override
  public List<Sentence> summary(SourceText source, Outline outline, float[][] vectors, int wanted) {
    return outline.sentences().stream().limit(wanted).toList();
  }

  @Override
  public List<Sentence> quotes(SourceText source, Outline outline, float[][] vectors, int wanted) {
    return summary(source, outline, vectors, wanted);
  }

  @Override
  public List<Chapter> chapters(SourceText source, Outline outline, float[][] vectors) {
    List<Chapter> chapters = new ArrayList<>();
    for (int i = 0; i < outline.sentences().size(); i++) {
      if (i == 0) {
        chapters.add(new Chapter(0, "All of it"));
      } else if (outline.sentences().get(i).in(source).startsWith("Next")) {
        chapters.add(new Chapter(i, "What comes next"));
      }
    }
    return chapters;
  }

  @Override
  public List<ActionItem> actionItems(SourceText source) {
    return sentences(source).stream()
        .filter(sentence -> sentence.in(source).contains("must"))
        .map(sentence -> new ActionItem(sentence, sentence.speaker(), "today"))
        .toList();
  }

  @Override
  public List<Question> questions(SourceText source) {
    return sentences(source).stream()
        .filter(sentence -> sentence.in(source).endsWith("?"))
        .map(sentence -> new Question(sentence, false))
        .toList();
  }

  @Override
  public Sentiment sentiment(SourceText source) {
    return new Sentiment(
        Label.POSITIVE,
        0.5,
        List.of(new Sentiment.Felt(sentences(source).getFirst(), Label.POSITIVE, 0.5)));
  }

  @Override
  public List<Topic> topics(SourceText source, int wanted) {
    return List.of(new Topic("something", 1));
  }

  @Override
  public List<Entity> entities(SourceText source) {
    return List.of(new Entity("NAME", 0, 1));
  }

  @Override
  public void close() {}
}
