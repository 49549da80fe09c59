package ai.stt.app.text;

import ai.stt.app.writing.TextLanguage;
import ai.stt.app.writing.Writer;
import ai.stt.app.writing.WritingListener;
import ai.stt.plugin.understanding.ActionItem;
import ai.stt.plugin.understanding.Chapter;
import ai.stt.plugin.understanding.Sentence;
import ai.stt.plugin.understanding.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says in short what a text says. Thread-safe; work ends when its thread is interrupted. */
public final class SummarizeText {
  private static final int BRIEF = 3;
  private static final int POINTS = 7;
  private static final int DETAILED = 12;
  private static final int LONGEST_HEADLINE = 100;

  private final ReadText read;
  private final WriteText write;

  /**
   * Summarises what is read; with a language model when one is there.
   *
   * @param read chooses sentences
   * @param write lends the language model
   */
  public SummarizeText(ReadText read, WriteText write) {
    this.read = read;
    this.write = write;
  }

  /**
   * A summary.
   *
   * @param text never blank; Markdown where the style is a list
   * @param by who made it
   */
  public record Summary(String text, SummaryStyle style, ReadText.By by) {}

  /**
   * A summary.
   *
   * @param silent id of the language model that was asked and had nothing to say, null for none
   */
  record Tried(Summary summary, @Nullable String silent) {}

  /** The id of the language model that would write a summary now. */
  Optional<String> writer() {
    return write.model();
  }

  /** Summarises a text that is not blank, of any length, in a language that it tells itself. */
  public Summary summarize(SourceText source, SummaryStyle style, WritingListener listener)
      throws InterruptedException {
    return summarize(source, TextLanguage.of(source.text()), style, listener).summary();
  }

  /** Summarises a text that is not blank, of any length, in a language with this code. */
  Tried summarize(SourceText source, String language, SummaryStyle style, WritingListener listener)
      throws InterruptedException {
    Optional<Summary> written =
        write.with(
            language,
            listener,
            false,
            (writer, by) -> new Summary(written(source, style, writer), style, by));
    if (written.isPresent() && !written.get().text().isBlank()) {
      return new Tried(written.get(), null);
    }
    String silent = written.map(summary -> summary.by().model()).orElse(null);
    return new Tried(chosen(source, style), silent);
  }

  private String written(SourceText source, SummaryStyle style, Writer writer)
      throws InterruptedException {
    if (style == SummaryStyle.ACTION_ITEMS) {
      return tasks(source, new WrittenAnalysis(write, writer, source).actionItems());
    }
    String text = new WrittenSummary(write, writer).of(source, style);
    return style == SummaryStyle.HEADLINE ? shortened(text.replaceAll("\\s+", " ")) : text;
  }

  private Summary chosen(SourceText source, SummaryStyle style) throws InterruptedException {
    if (style == SummaryStyle.ACTION_ITEMS) {
      return read.look(
          (analyst, by) -> new Summary(tasks(source, analyst.actionItems(source)), style, by));
    }
    return read.read(source, (reading, by) -> new Summary(text(reading, style), style, by));
  }

  private static String text(Reading reading, SummaryStyle style) {
    String text =
        switch (style) {
          case BRIEF -> reading.paragraph(reading.summary(BRIEF));
          case DETAILED -> detailed(reading);
          case BULLET_POINTS, BULLETS -> points(reading);
          case HEADLINE -> headline(reading);
          case ACTION_ITEMS -> "";
        };
    return text.isBlank() ? shortened(reading.source().text().strip()) : text;
  }

  static String points(Reading reading) {
    return reading.summary(POINTS).stream()
        .map(sentence -> "- " + reading.line(sentence))
        .collect(Collectors.joining("\n"));
  }

  /** The sentences of a chapter are a paragraph. */
  static String detailed(Reading reading) {
    List<Sentence> summary = reading.summary(DETAILED);
    List<String> paragraphs = new ArrayList<>();
    List<Chapter> chapters =
        reading.analyst().chapters(reading.source(), reading.outline(), reading.vectors());
    for (int i = 0; i < chapters.size(); i++) {
      int start = reading.outline().sentences().get(chapters.get(i).first()).start();
      int end =
          i + 1 < chapters.size()
              ? reading.outline().sentences().get(chapters.get(i + 1).first()).start()
              : Integer.MAX_VALUE;
      List<Sentence> inside =
          summary.stream().filter(s -> s.start() >= start && s.start() < end).toList();
      if (!inside.isEmpty()) {
        paragraphs.add(reading.paragraph(inside));
      }
    }
    return String.join("\n\n", paragraphs);
  }

  private static String headline(Reading reading) {
    return reading.summary(1).stream()
        .findFirst()
        .map(reading::oneLine)
        .map(SummarizeText::shortened)
        .orElse("");
  }

  static String tasks(SourceText source, List<ActionItem> items) {
    if (items.isEmpty()) {
      return "No action items were found.";
    }
    return items.stream()
        .map(item -> "- " + Tasks.task(source, item) + Tasks.remark(item))
        .collect(Collectors.joining("\n"));
  }

  /** At most so many characters, cut between words. */
  static String shortened(String text) {
    if (text.length() <= LONGEST_HEADLINE) {
      return text;
    }
    int space = text.lastIndexOf(' ', LONGEST_HEADLINE - 1);
    int end = space > LONGEST_HEADLINE / 2 ? space : LONGEST_HEADLINE - 1;
    return text.substring(0, Character.isLowSurrogate(text.charAt(end)) ? end - 1 : end) + "…";
  }
}
