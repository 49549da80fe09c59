package ai.stt.app.text;

import ai.stt.app.pii.RedactText;
import ai.stt.app.writing.TextLanguage;
import ai.stt.app.writing.WritingListener;
import ai.stt.plugin.understanding.SourceText;
import java.util.Optional;

/** Finds out about a text. Thread-safe; work ends when its thread is interrupted. */
public final class AnalyzeText {
  /** What is said to have redacted; a recogniser that read the whole text is named behind it. */
  public static final String RULES = "rules";

  private static final int TOPICS = 10;

  private final ReadText read;
  private final WriteText write;
  private final RedactText redact;
  private final FindNames names;

  /** Analyses with these; with a language model when one is there. */
  public AnalyzeText(ReadText read, WriteText write, RedactText redact, FindNames names) {
    this.read = read;
    this.write = write;
    this.redact = redact;
    this.names = names;
  }

  /**
   * An analysis and who made it.
   *
   * @param model id of the model; for a redaction {@code rules}, or {@code rules+ID} when the
   *     recogniser ID read the whole text
   */
  public record Analyzed(AnalysisType type, Analysis analysis, String model) {}

  /** Analyses a text that is not blank, of any length, in a language that it tells itself. */
  public Analyzed analyze(SourceText source, AnalysisType type, WritingListener listener)
      throws InterruptedException {
    return analyze(source, TextLanguage.of(source.text()), type, listener);
  }

  /** Analyses a text that is not blank, of any length, in a language with this code. */
  public Analyzed analyze(
      SourceText source, String language, AnalysisType type, WritingListener listener)
      throws InterruptedException {
    if (type == AnalysisType.PII_REDACT) {
      return redacted(source.text());
    }
    Optional<Analyzed> written =
        write.with(
            language,
            listener,
            false,
            (writer, by) ->
                new Analyzed(
                    type, new WrittenAnalysis(write, writer, source).of(type), by.model()));
    return written.isPresent() ? written.get() : chosen(source, type);
  }

  private Analyzed redacted(String text) throws InterruptedException {
    FindNames.Names found = names.in(text);
    var redaction = new Analysis.Redacted(redact.redact(text, found.places()));
    String by = found.model() == null ? RULES : RULES + "+" + found.model();
    return new Analyzed(AnalysisType.PII_REDACT, redaction, by);
  }

  private Analyzed chosen(SourceText source, AnalysisType type) throws InterruptedException {
    return read.look(
        (analyst, by) -> {
          Analysis analysis =
              switch (type) {
                case SENTIMENT -> new Analysis.Feeling(analyst.sentiment(source));
                case TOPICS -> new Analysis.Topics(analyst.topics(source, TOPICS));
                case ENTITIES -> new Analysis.Entities(analyst.entities(source));
                case ACTION_ITEMS -> new Analysis.Tasks(analyst.actionItems(source));
                case QUESTIONS -> new Analysis.Questions(analyst.questions(source));
                case PII_REDACT -> throw new IllegalStateException("done above");
              };
          return new Analyzed(type, analysis, by.model());
        });
  }
}
