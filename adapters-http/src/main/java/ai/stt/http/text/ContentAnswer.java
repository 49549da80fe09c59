package ai.stt.http.text;

import ai.stt.app.text.GenerateContent;
import ai.stt.app.text.GenerateContent.Item;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Content as JSON.
 *
 * @param content Markdown
 * @param items quotes, chapters, cards or questions; left out for other kinds
 * @param model that chose what is in it
 */
public record ContentAnswer(
    String type,
    String content,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Object> items,
    String model) {
  /** A quote, word for word; {@code start_time} in seconds, null when nobody knows. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record QuoteAnswer(
      String quote,
      @Nullable String speaker,
      int start,
      @JsonProperty("start_time") @Nullable Double startTime) {}

  /** A chapter; {@code start_time} in seconds, null when nobody knows. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record ChapterAnswer(
      String title, int start, @JsonProperty("start_time") @Nullable Double startTime) {}

  /** A flashcard. */
  record CardAnswer(String question, String answer) {}

  /** A question of a quiz; {@code answer} is one of the options. */
  record ChoiceAnswer(String question, List<String> options, String answer) {}

  /** The answer with content. */
  public static ContentAnswer of(GenerateContent.Content made) {
    boolean listed =
        switch (made.kind()) {
          case KEY_QUOTES, CHAPTER_MARKERS, FLASHCARDS, QUIZ -> true;
          default -> false;
        };
    return new ContentAnswer(
        made.kind().wireName(),
        made.content(),
        listed ? made.items().stream().<Object>map(ContentAnswer::item).toList() : null,
        made.by().model());
  }

  private static Object item(Item item) {
    return switch (item) {
      case Item.Quote q -> new QuoteAnswer(q.quote(), q.speaker(), q.start(), known(q.seconds()));
      case Item.Card(String question, String answer) -> new CardAnswer(question, answer);
      case Item.Choice(String question, List<String> options, String answer) ->
          new ChoiceAnswer(question, options, answer);
      case Item.Marker m -> new ChapterAnswer(m.title(), m.start(), known(m.seconds()));
    };
  }

  private static @Nullable Double known(double seconds) {
    return Double.isNaN(seconds) ? null : seconds;
  }
}
