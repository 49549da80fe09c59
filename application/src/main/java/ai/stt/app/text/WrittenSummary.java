package ai.stt.app.text;

import ai.stt.app.writing.TextPart;
import ai.stt.app.writing.Writer;
import ai.stt.plugin.understanding.SourceText;
import java.util.List;
import java.util.Map;

/** A summary that a language model writes; of a long text from notes of its parts. */
record WrittenSummary(WriteText write, Writer writer) {
  private static final int NOTE_TOKENS = 220;
  private static final int DEEPEST = 3;

  /** The summary; blank when the model had nothing to say. */
  String of(SourceText source, SummaryStyle style) throws InterruptedException {
    String task =
        switch (style) {
          case BULLETS, BULLET_POINTS -> "summary-bullet_points";
          default -> "summary-" + style.wireName();
        };
    return about(source, task, Map.of(), tokens(style));
  }

  private static int tokens(SummaryStyle style) {
    return switch (style) {
      case HEADLINE -> 48;
      case DETAILED -> 700;
      case BULLETS, BULLET_POINTS -> 350;
      default -> 220;
    };
  }

  /** An answer to a task about the whole text. */
  String about(SourceText source, String task, Map<String, String> blanks, int tokens)
      throws InterruptedException {
    String material = material(source, Math.max(tokens, NOTE_TOKENS), 1);
    return writer.write(task, blanks, material, tokens, true);
  }

  /** The text itself when it is short, else notes of its parts, and of these, until they are. */
  private String material(SourceText source, int answerTokens, int depth)
      throws InterruptedException {
    List<TextPart> parts = write.parts(source, writer, answerTokens, false);
    if (parts.size() == 1 || depth > DEEPEST) {
      return parts.getFirst().text();
    }
    List<String> notes =
        write.each(
            parts,
            writer.listener(),
            1,
            part -> writer.write("notes", Map.of(), part.text(), NOTE_TOKENS, false));
    String all = String.join("\n", notes.stream().filter(note -> !note.isBlank()).toList());
    return all.isBlank()
        ? parts.getFirst().text()
        : material(SourceText.of(all), answerTokens, depth + 1);
  }
}
