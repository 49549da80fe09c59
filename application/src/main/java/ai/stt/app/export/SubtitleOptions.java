package ai.stt.app.export;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;

/**
 * How subtitles are laid out, and whether a text names its speakers.
 *
 * @param maxLineCharacters the longest line, 10..200 characters
 * @param maxLines of one subtitle, 1..6
 * @param speakers whether speakers are named, in every format
 */
public record SubtitleOptions(int maxLineCharacters, int maxLines, boolean speakers) {
  /** Two lines of 42 characters, as broadcasters and streaming services have them, and speakers. */
  public static final SubtitleOptions DEFAULT = new SubtitleOptions(42, 2, true);

  /**
   * Checks the bounds.
   *
   * @throws SpeechException {@code INVALID_REQUEST} naming the field and what is allowed
   */
  public SubtitleOptions {
    require("max_line_chars", maxLineCharacters, 10, 200);
    require("max_lines", maxLines, 1, 6);
  }

  private static void require(String field, int value, int least, int most) {
    if (value < least || value > most) {
      throw new SpeechException(
          ErrorCode.INVALID_REQUEST,
          "%s: a whole number from %d to %d".formatted(field, least, most));
    }
  }
}
