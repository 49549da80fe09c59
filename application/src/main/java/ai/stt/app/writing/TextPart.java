package ai.stt.app.writing;

import ai.stt.plugin.understanding.Sentence;
import java.util.List;

/**
 * A part of a text, short enough for one call.
 *
 * @param text as the model reads it, with the names of the speakers
 * @param sentences that it consists of, in order
 */
public record TextPart(String text, List<Sentence> sentences) {
  /** Takes a copy. */
  public TextPart {
    sentences = List.copyOf(sentences);
  }
}
