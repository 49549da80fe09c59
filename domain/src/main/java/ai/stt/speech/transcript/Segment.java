package ai.stt.speech.transcript;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A phrase or sentence.
 *
 * @param start seconds from the start of the recording
 * @param end seconds, not before {@code start}
 * @param text what was said, without surrounding space, never blank
 * @param confidence 0..1, from the probabilities of the tokens
 * @param words its words in order of time, each inside [start, end]; empty when the model gives no
 *     word times
 * @param speaker who said it, or null when nobody asked
 */
public record Segment(
    double start,
    double end,
    String text,
    double confidence,
    List<Word> words,
    @Nullable String speaker) {
  /** Checks the text, the times, and that the words lie inside and in order. */
  public Segment {
    if (text.isBlank()) {
      throw new IllegalArgumentException("a segment has text");
    }
    Times.check(start, end);
    Times.checkUnit("confidence", confidence);
    words = List.copyOf(words);
    double last = start;
    for (Word word : words) {
      if (word.start() < last || word.end() > end) {
        throw new IllegalArgumentException(
            "word %s is out of order or outside of its segment %s..%s".formatted(word, start, end));
      }
      last = word.end();
    }
  }
}
