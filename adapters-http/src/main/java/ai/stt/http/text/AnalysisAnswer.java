package ai.stt.http.text;

import ai.stt.app.text.Analysis;
import ai.stt.plugin.understanding.ActionItem;
import ai.stt.plugin.understanding.Entity;
import ai.stt.plugin.understanding.Question;
import ai.stt.plugin.understanding.Sentence;
import ai.stt.plugin.understanding.Sentiment;
import ai.stt.plugin.understanding.SourceText;
import ai.stt.plugin.understanding.Topic;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an analysis found, as JSON; places are UTF-16 code units of the text sent. */
public final class AnalysisAnswer {
  private AnalysisAnswer() {}

  /**
   * How a text feels.
   *
   * @param score -1 to 1
   * @param segments the sentences that tell something
   */
  record SentimentAnswer(String label, double score, List<FeltAnswer> segments) {}

  /** How a sentence feels. */
  record FeltAnswer(
      String text,
      String label,
      double score,
      int start,
      int end,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String speaker) {}

  /** What a text is about. */
  record TopicAnswer(String topic, double relevance) {}

  /** A name, date or amount. */
  record EntityAnswer(String text, String type, int start, int end) {}

  /** Something to be done. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record TaskAnswer(
      String task, @Nullable String owner, @Nullable String due, int start, int end) {}

  /** Something that is asked. */
  record QuestionAnswer(
      String question,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String speaker,
      boolean answered,
      int start,
      int end) {}

  /** A text without what tells who somebody is, and where that stood. */
  record RedactionAnswer(
      @JsonProperty("redacted_text") String redactedText, List<PlaceAnswer> entities) {}

  /** A place in the text that was sent. */
  record PlaceAnswer(String type, int start, int end) {}

  /** The shape of an analysis. */
  public static Object of(SourceText source, Analysis analysis) {
    return switch (analysis) {
      case Analysis.Feeling(Sentiment sentiment) -> sentiment(source, sentiment);
      case Analysis.Topics(List<Topic> topics) ->
          topics.stream().map(t -> new TopicAnswer(t.name(), t.relevance())).toList();
      case Analysis.Entities(List<Entity> entities) ->
          entities.stream()
              .map(
                  e ->
                      new EntityAnswer(
                          source.text().substring(e.start(), e.end()),
                          e.type(),
                          e.start(),
                          e.end()))
              .toList();
      case Analysis.Tasks(List<ActionItem> items) ->
          items.stream().map(item -> task(source, item)).toList();
      case Analysis.Questions(List<Question> questions) ->
          questions.stream().map(question -> question(source, question)).toList();
      case Analysis.Redacted redacted ->
          new RedactionAnswer(
              redacted.redaction().text(),
              redacted.redaction().found().stream()
                  .map(span -> new PlaceAnswer(span.type().name(), span.start(), span.end()))
                  .toList());
    };
  }

  private static SentimentAnswer sentiment(SourceText source, Sentiment sentiment) {
    List<FeltAnswer> felt =
        sentiment.sentences().stream()
            .map(
                f ->
                    new FeltAnswer(
                        f.sentence().in(source),
                        lower(f.label()),
                        f.score(),
                        f.sentence().start(),
                        f.sentence().end(),
                        f.sentence().speaker()))
            .toList();
    return new SentimentAnswer(lower(sentiment.label()), sentiment.score(), felt);
  }

  private static TaskAnswer task(SourceText source, ActionItem item) {
    Sentence sentence = item.sentence();
    return new TaskAnswer(
        sentence.in(source), item.owner(), item.due(), sentence.start(), sentence.end());
  }

  private static QuestionAnswer question(SourceText source, Question question) {
    Sentence sentence = question.sentence();
    return new QuestionAnswer(
        sentence.in(source),
        sentence.speaker(),
        question.answered(),
        sentence.start(),
        sentence.end());
  }

  private static String lower(Sentiment.Label label) {
    return label.name().toLowerCase(Locale.ROOT);
  }
}
