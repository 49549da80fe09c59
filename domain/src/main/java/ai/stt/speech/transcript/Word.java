package ai.stt.speech.transcript;

import org.jspecify.annotations.Nullable;

/**
 * One spoken word.
 *
 * @param text the word as written, with its punctuation and without surrounding space
 * @param start seconds from the start of the recording
 * @param end seconds, not before {@code start}
 * @param confidence 0..1
 * @param speaker who said it, or null when nobody asked
 */
public record Word(
    String text, double start, double end, double confidence, @Nullable String speaker) {
  /** Checks the text, the times and the confidence. */
  public Word {
    if (text.isBlank()) {
      throw new IllegalArgumentException("a word has text");
    }
    Times.check(start, end);
    Times.checkUnit("confidence", confidence);
  }
}
