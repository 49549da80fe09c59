package ai.stt.app.text;

import ai.stt.plugin.understanding.Outline;
import ai.stt.plugin.understanding.Sentence;
import ai.stt.plugin.understanding.SourceText;
import ai.stt.plugin.understanding.TextAnalyst;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A text with its sentences and what they mean.
 *
 * @param analyst who reads it
 * @param source the text
 * @param outline its sentences
 * @param vectors of the chosen ones; none when no model makes them
 */
@SuppressWarnings("ArrayRecordComponent") // plain data; equality is never asked for
record Reading(TextAnalyst analyst, SourceText source, Outline outline, float[][] vectors) {
  List<Sentence> summary(int wanted) {
    return analyst.summary(source, outline, vectors, wanted);
  }

  List<Sentence> quotes(int wanted) {
    return analyst.quotes(source, outline, vectors, wanted);
  }

  /** Whether several people speak, so that it has to be said who says what. */
  boolean isConversation() {
    return source.parts().stream()
            .map(SourceText.Part::speaker)
            .filter(Objects::nonNull)
            .distinct()
            .limit(2)
            .count()
        > 1;
  }

  /** A sentence on one line, with its speaker in front where there are several. */
  String line(Sentence sentence) {
    return (isConversation() ? name(sentence.speaker()) : "") + oneLine(sentence);
  }

  String oneLine(Sentence sentence) {
    return sentence.in(source).replaceAll("\\s+", " ");
  }

  /** Sentences behind each other, with a name wherever the speaker changes. */
  String paragraph(List<Sentence> sentences) {
    var text = new StringBuilder();
    String last = null;
    for (Sentence sentence : sentences) {
      if (!text.isEmpty()) {
        text.append(' ');
      }
      if (isConversation() && !Objects.equals(last, sentence.speaker())) {
        text.append(name(sentence.speaker()));
      }
      last = sentence.speaker();
      text.append(oneLine(sentence));
    }
    return text.toString();
  }

  private static String name(@Nullable String speaker) {
    return speaker == null ? "" : speaker + ": ";
  }
}
