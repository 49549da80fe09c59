package ai.stt.app.text;

import ai.stt.app.text.GenerateContent.Content;
import ai.stt.app.text.GenerateContent.Item;
import ai.stt.app.writing.AnswerJson;
import ai.stt.app.writing.TextPart;
import ai.stt.app.writing.Verbatim;
import ai.stt.app.writing.Writer;
import ai.stt.plugin.generation.JsonShape;
import ai.stt.plugin.understanding.Sentence;
import ai.stt.plugin.understanding.SourceText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Content that a language model writes. Quotes and right answers stand in the text, chapters begin
 * where a sentence does; what does not is left out.
 */
record WrittenContent(WriteText write, Writer writer, SourceText source, ReadText.By by) {
  private static final int WRITTEN_TOKENS = 1000;
  private static final int LISTED_TOKENS = 700;
  private static final int QUOTES = 8;
  private static final int WRONG = 3;

  /** The content; blank when nothing came of it. */
  Content of(ContentKind kind, String wish) throws InterruptedException {
    return switch (kind) {
      case KEY_QUOTES -> quotes(wish);
      case CHAPTER_MARKERS -> chapters(wish);
      case FLASHCARDS -> cards(wish);
      case QUIZ -> quiz(wish);
      default -> {
        String text =
            new WrittenSummary(write, writer)
                .about(source, kind.wireName(), Map.of("wish", wish), WRITTEN_TOKENS);
        yield new Content(kind, text, List.of(), by);
      }
    };
  }

  /** What is done with an item of an answer about a part. */
  @FunctionalInterface
  private interface Taking {
    void take(AnswerJson item, TextPart part);
  }

  private void items(ContentKind kind, String wish, JsonShape item, boolean numbered, Taking taking)
      throws InterruptedException {
    List<TextPart> parts = write.parts(source, writer, LISTED_TOKENS, numbered);
    var shape = new JsonShape.ListOf(item, 0, QUOTES);
    var answers =
        write.each(
            parts,
            writer.listener(),
            0,
            part ->
                writer.json(
                    kind.wireName(), Map.of("wish", wish), part.text(), shape, LISTED_TOKENS));
    for (int i = 0; i < parts.size(); i++) {
      TextPart part = parts.get(i);
      answers.get(i).ifPresent(answer -> answer.items().forEach(it -> taking.take(it, part)));
    }
  }

  private Content quotes(String wish) throws InterruptedException {
    var said = new Verbatim(source.text());
    Map<Integer, Item.Quote> quotes = new TreeMap<>();
    items(
        ContentKind.KEY_QUOTES,
        wish,
        new JsonShape.Text(300),
        false,
        (item, part) ->
            said.find(item.text(), part.sentences().getFirst().start())
                .ifPresent(place -> quotes.put(place.start(), quote(place))));
    List<Item> items = spread(List.copyOf(quotes.values()));
    String content =
        items.stream()
            .map(Item.Quote.class::cast)
            .map(q -> GenerateContent.quoted(q.quote(), q.speaker(), q.seconds()))
            .collect(Collectors.joining("\n\n"));
    return new Content(ContentKind.KEY_QUOTES, content, items, by);
  }

  private Item.Quote quote(Verbatim.Place place) {
    SourceText.Part in =
        source.parts().stream()
            .filter(part -> part.start() <= place.start() && place.start() < part.end())
            .findFirst()
            .orElse(new SourceText.Part(0, 0, null, Double.NaN));
    String words = source.text().substring(place.start(), place.end());
    return new Item.Quote(words, in.speaker(), place.start(), in.seconds());
  }

  private static List<Item> spread(List<? extends Item> all) {
    List<Item> some = new ArrayList<>();
    int most = Math.min(QUOTES, all.size());
    for (int i = 0; i < most; i++) {
      some.add(all.get(i * all.size() / most));
    }
    return some;
  }

  private Content chapters(String wish) throws InterruptedException {
    Map<Integer, Item.Marker> markers = new TreeMap<>();
    Map<String, JsonShape> fields = new LinkedHashMap<>();
    fields.put("line", new JsonShape.Whole(6));
    fields.put("title", new JsonShape.Text(80));
    items(
        ContentKind.CHAPTER_MARKERS,
        wish,
        new JsonShape.Fields(fields),
        true,
        (item, part) -> {
          Sentence first = line(part, item.get("line").number());
          String title = item.get("title").text();
          if (first != null && !title.isEmpty()) {
            markers.putIfAbsent(
                first.start(), new Item.Marker(title, first.start(), first.seconds()));
          }
        });
    List<Item> items = new ArrayList<>(markers.values());
    return new Content(ContentKind.CHAPTER_MARKERS, GenerateContent.marked(items), items, by);
  }

  /** The sentence with a number that the part's text shows; null for any other number. */
  private static @Nullable Sentence line(TextPart part, double number) {
    String shown = part.text().substring(1, part.text().indexOf(']'));
    double place = number - Integer.parseInt(shown);
    return place >= 0 && place < part.sentences().size() ? part.sentences().get((int) place) : null;
  }

  private Content cards(String wish) throws InterruptedException {
    Map<String, JsonShape> fields = new LinkedHashMap<>();
    fields.put("question", new JsonShape.Text(200));
    fields.put("answer", new JsonShape.Text(200));
    List<Item.Card> cards = new ArrayList<>();
    items(
        ContentKind.FLASHCARDS,
        wish,
        new JsonShape.Fields(fields),
        false,
        (item, part) -> {
          var card = new Item.Card(item.get("question").text(), item.get("answer").text());
          if (!card.question().isEmpty() && !card.answer().isEmpty()) {
            cards.add(card);
          }
        });
    List<Item> items = spread(cards);
    String content =
        items.stream()
            .map(Item.Card.class::cast)
            .map(card -> "**%s**\n\n%s".formatted(card.question(), card.answer()))
            .collect(Collectors.joining("\n\n---\n\n"));
    return new Content(ContentKind.FLASHCARDS, content, items, by);
  }

  private Content quiz(String wish) throws InterruptedException {
    var said = new Verbatim(source.text());
    Map<String, JsonShape> fields = new LinkedHashMap<>();
    fields.put("question", new JsonShape.Text(200));
    fields.put("answer", new JsonShape.Text(80));
    fields.put("wrong", new JsonShape.ListOf(new JsonShape.Text(80), WRONG, WRONG));
    List<Item.Choice> choices = new ArrayList<>();
    items(
        ContentKind.QUIZ,
        wish,
        new JsonShape.Fields(fields),
        false,
        (item, part) -> {
          String question = item.get("question").text();
          String answer = item.get("answer").text();
          List<String> options =
              item.get("wrong").items().stream()
                  .map(AnswerJson::text)
                  .filter(wrong -> !wrong.isEmpty() && !wrong.equalsIgnoreCase(answer))
                  .distinct()
                  .collect(Collectors.toCollection(ArrayList::new));
          if (!question.isEmpty() && !options.isEmpty() && said.says(answer)) {
            options.add(Math.floorMod(question.hashCode(), options.size() + 1), answer);
            choices.add(new Item.Choice(question, options, answer));
          }
        });
    List<Item> items = spread(choices);
    String content =
        items.stream()
            .map(Item.Choice.class::cast)
            .map(WrittenContent::asked)
            .collect(Collectors.joining("\n\n"));
    return new Content(ContentKind.QUIZ, content, items, by);
  }

  private static String asked(Item.Choice choice) {
    String options =
        choice.options().stream()
            .map(
                option -> "- [%s] %s".formatted(option.equals(choice.answer()) ? "x" : " ", option))
            .collect(Collectors.joining("\n"));
    return "**%s**\n\n%s".formatted(choice.question(), options);
  }
}
