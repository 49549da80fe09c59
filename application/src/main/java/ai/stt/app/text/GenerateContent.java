package ai.stt.app.text;

import ai.stt.app.writing.TextLanguage;
import ai.stt.app.writing.WritingListener;
import ai.stt.plugin.understanding.ActionItem;
import ai.stt.plugin.understanding.Chapter;
import ai.stt.plugin.understanding.Question;
import ai.stt.plugin.understanding.Sentence;
import ai.stt.plugin.understanding.SourceText;
import ai.stt.plugin.understanding.Topic;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes Markdown of a text: written by a language model where one is there, else what can be chosen
 * from the text; then what has to be written is refused. Every quote stands in the text.
 * Thread-safe; work ends when its thread is interrupted.
 */
public final class GenerateContent {
  private static final int QUOTES = 8;
  private static final int TOPICS = 6;

  private final ReadText read;
  private final WriteText write;

  /**
   * Makes content of what is read; with a language model when one is there.
   *
   * @param read chooses sentences
   * @param write lends the language model
   */
  public GenerateContent(ReadText read, WriteText write) {
    this.read = read;
    this.write = write;
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

    /** A question and what is on the back of its card. */
    record Card(String question, String answer) implements Item {}

    /**
     * A question with several answers, of which one is right.
     *
     * @param answer the right one, as it stands in the text
     */
    record Choice(String question, List<String> options, String answer) implements Item {
      /** Takes a copy. */
      public Choice {
        options = List.copyOf(options);
      }
    }
  }

  /**
   * What was made.
   *
   * @param content Markdown
   * @param items the quotes or chapters; empty for other kinds
   */
  public record Content(ContentKind kind, String content, List<Item> items, ReadText.By by) {}

  /**
   * Makes content of a text that is not blank, in a language that it tells itself.
   *
   * @param wish of the caller, for a language model; blank for none
   * @throws ai.stt.speech.error.SpeechException {@code MODEL_UNAVAILABLE} for what has to be
   *     written
   */
  public Content generate(
      SourceText source, ContentKind kind, String wish, WritingListener listener)
      throws InterruptedException {
    return generate(source, TextLanguage.of(source.text()), kind, wish, listener);
  }

  /**
   * As {@link #generate(SourceText, ContentKind, String, WritingListener)}, of a text in a language
   * with this code.
   */
  public Content generate(
      SourceText source, String language, ContentKind kind, String wish, WritingListener listener)
      throws InterruptedException {
    Optional<Content> written =
        write.with(
            language,
            listener,
            false,
            (writer, by) -> new WrittenContent(write, writer, source, by).of(kind, wish));
    if (written.isPresent() && !written.get().content().isBlank()) {
      return written.get();
    }
    if (!kind.isChosen()) {
      throw written.isEmpty()
          ? write.missing(kind)
          : new SpeechException(
              ErrorCode.MODEL_UNAVAILABLE,
              "the language model found nothing in the text for %s; try a longer text or a larger model"
                  .formatted(kind.wireName()));
    }
    return chosen(source, kind);
  }

  private Content chosen(SourceText source, ContentKind kind) throws InterruptedException {
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
    return quoted(reading.oneLine(sentence), sentence.speaker(), sentence.seconds());
  }

  /** A quote in Markdown, with who said it and when, as far as that is known. */
  static String quoted(String words, @Nullable String speaker, double seconds) {
    String time = Double.isNaN(seconds) ? "" : ", " + clock(seconds);
    String by = speaker == null ? "" : "\n> — " + speaker + time;
    return "> " + words.replaceAll("\\s+", " ") + by;
  }

  private static Content chapters(Reading reading, ReadText.By by) {
    List<Item> items = new ArrayList<>();
    for (Chapter chapter :
        reading.analyst().chapters(reading.source(), reading.outline(), reading.vectors())) {
      Sentence first = reading.outline().sentences().get(chapter.first());
      items.add(new Item.Marker(chapter.title(), first.start(), first.seconds()));
    }
    return new Content(ContentKind.CHAPTER_MARKERS, marked(items), items, by);
  }

  /** A list of chapters in Markdown, with their times as far as these are known. */
  static String marked(List<Item> markers) {
    return markers.stream()
        .map(Item.Marker.class::cast)
        .map(m -> (Double.isNaN(m.seconds()) ? "- " : "- " + clock(m.seconds()) + " ") + m.title())
        .collect(Collectors.joining("\n"));
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
