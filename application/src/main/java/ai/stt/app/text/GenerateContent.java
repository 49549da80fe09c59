package ai.stt.app.text;

import ai.stt.plugin.understanding.ActionItem;
import ai.stt.plugin.understanding.Chapter;
import ai.stt.plugin.understanding.Question;
import ai.stt.plugin.understanding.Sentence;
import ai.stt.plugin.understanding.SourceText;
import ai.stt.plugin.understanding.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes Markdown of a text: what can be chosen from it. What has to be written is refused. Every
 * quote stands in the text. Thread-safe; work ends when its thread is interrupted.
 */
public final class GenerateContent {
  private static final int QUOTES = 8;
  private static final int TOPICS = 6;

  private final ReadText read;

  /** Makes content of what this reads. */
  public GenerateContent(ReadText read) {
    this.read = read;
  }

  /** A part of the content for programs. */
  public sealed interface Item {
    /**
     * A quote, word for word.
     *
     * @param start where it stands in the text, in UTF-16 code units
     * @param seconds when it is said, NaN when nobody knows
     */
    record Quote(String quote, @Nullable String speaker, int start, double seconds)
        implements Item {}

    /**
     * A chapter.
     *
     * @param start where it begins in the text, in UTF-16 code units
     * @param seconds when it begins, NaN when nobody knows
     */
    record Marker(String title, int start, double seconds) implements Item {}
  }

  /**
   * What was made.
   *
   * @param content Markdown
   * @param items the quotes or chapters; empty for other kinds
   */
  public record Content(ContentKind kind, String content, List<Item> items, ReadText.By by) {}

  /**
   * Makes content of a text that is not blank.
   *
   * @throws ai.stt.speech.error.SpeechException {@code MODEL_UNAVAILABLE} for what has to be
   *     written
   */
  public Content generate(SourceText source, ContentKind kind) throws InterruptedException {
    if (!kind.isChosen()) {
      throw kind.needsWriter();
    }
    return read.read(
        source,
        (reading, by) ->
            switch (kind) {
              case KEY_QUOTES -> quotes(reading, by);
              case CHAPTER_MARKERS -> chapters(reading, by);
              case MEETING_NOTES -> new Content(kind, meetingNotes(reading), List.of(), by);
              default -> new Content(kind, showNotes(reading), List.of(), by);
            });
  }

  private static Content quotes(Reading reading, ReadText.By by) {
    List<Item> items = new ArrayList<>();
    var lines = new ArrayList<String>();
    for (Sentence s : reading.quotes(QUOTES)) {
      items.add(new Item.Quote(s.in(reading.source()), s.speaker(), s.start(), s.seconds()));
      lines.add(quote(reading, s));
    }
    return new Content(ContentKind.KEY_QUOTES, String.join("\n\n", lines), items, by);
  }

  private static String quote(Reading reading, Sentence sentence) {
    String time = Double.isNaN(sentence.seconds()) ? "" : ", " + clock(sentence.seconds());
    String by = sentence.speaker() == null ? "" : "\n> — " + sentence.speaker() + time;
    return "> " + reading.oneLine(sentence) + by;
  }

  private static Content chapters(Reading reading, ReadText.By by) {
    List<Item> items = new ArrayList<>();
    for (Chapter chapter :
        reading.analyst().chapters(reading.source(), reading.outline(), reading.vectors())) {
      Sentence first = reading.outline().sentences().get(chapter.first());
      items.add(new Item.Marker(chapter.title(), first.start(), first.seconds()));
    }
    String content =
        items.stream()
            .map(Item.Marker.class::cast)
            .map(
                m ->
                    (Double.isNaN(m.seconds()) ? "- " : "- " + clock(m.seconds()) + " ")
                        + m.title())
            .collect(Collectors.joining("\n"));
    return new Content(ContentKind.CHAPTER_MARKERS, content, items, by);
  }

  private static String meetingNotes(Reading reading) {
    var notes = new StringBuilder();
    section(notes, "Summary", SummarizeText.points(reading));
    section(notes, "Topics", topics(reading));
    List<ActionItem> tasks = reading.analyst().actionItems(reading.source());
    section(notes, "Action items", SummarizeText.tasks(reading.source(), tasks));
    List<Question> open =
        reading.analyst().questions(reading.source()).stream().filter(q -> !q.answered()).toList();
    section(notes, "Open questions", questions(reading, open));
    return notes.toString();
  }

  private static String showNotes(Reading reading) {
    var notes = new StringBuilder();
    section(notes, "Summary", SummarizeText.detailed(reading));
    section(notes, "Topics", topics(reading));
    section(notes, "Chapters", chapters(reading, new ReadText.By("", null)).content());
    section(
        notes,
        "Quotes",
        reading.quotes(3).stream()
            .map(sentence -> quote(reading, sentence))
            .collect(Collectors.joining("\n\n")));
    return notes.toString();
  }

  private static String topics(Reading reading) {
    return reading.analyst().topics(reading.source(), TOPICS).stream()
        .map(Topic::name)
        .map(name -> "- " + name)
        .collect(Collectors.joining("\n"));
  }

  private static String questions(Reading reading, List<Question> questions) {
    return questions.stream()
        .map(question -> "- " + reading.line(question.sentence()))
        .collect(Collectors.joining("\n"));
  }

  /** A heading and what is below; nothing for nothing. */
  private static void section(StringBuilder notes, String heading, String content) {
    if (!content.isBlank()) {
      notes.append(notes.isEmpty() ? "" : "\n\n").append("## ").append(heading);
      notes.append("\n\n").append(content);
    }
  }

  /** A time as players write it: 0:07, 1:02:03. */
  public static String clock(double seconds) {
    long whole = (long) seconds;
    return whole < 3600
        ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
  }
}
