package ai.stt.app.export;

import ai.stt.speech.transcript.Segment;
import ai.stt.speech.transcript.Word;
import java.util.ArrayList;
import java.util.List;

/**
 * A piece of text that is never broken over lines, with its time.
 *
 * @param text without white space
 * @param spaceBefore whether the transcript writes a space before it (Chinese and Japanese do not)
 * @param start seconds
 * @param end seconds
 */
record TimedText(String text, boolean spaceBefore, double start, double end) {
  /**
   * The pieces of a segment: its words at their times, or its text spread evenly without them.
   *
   * @param longest characters of a piece; a longer word is cut
   */
  static List<TimedText> of(Segment segment, int longest) {
    List<TimedText> pieces = new ArrayList<>();
    int at = 0;
    for (Word word : segment.words()) {
      int found = segment.text().indexOf(word.text(), at);
      if (found < 0) {
        return spread(segment, longest);
      }
      boolean space = at == 0 || found > at;
      add(pieces, new TimedText(word.text(), space, word.start(), word.end()), longest);
      at = found + word.text().length();
    }
    return pieces.isEmpty() ? spread(segment, longest) : pieces;
  }

  private static List<TimedText> spread(Segment segment, int longest) {
    String text = segment.text().strip();
    double perCharacter = (segment.end() - segment.start()) / text.length();
    List<TimedText> pieces = new ArrayList<>();
    int at = 0;
    for (String word : text.split("\\s+")) {
      int start = text.indexOf(word, at);
      at = start + word.length();
      add(
          pieces,
          new TimedText(
              word,
              true,
              segment.start() + start * perCharacter,
              segment.start() + at * perCharacter),
          longest);
    }
    return pieces;
  }

  /** Adds a piece, cut into lines' lengths when it is a monster such as a long URL. */
  private static void add(List<TimedText> pieces, TimedText piece, int longest) {
    String rest = piece.text;
    boolean space = piece.spaceBefore;
    while (length(rest) > longest) {
      int cut = rest.offsetByCodePoints(0, longest);
      pieces.add(new TimedText(rest.substring(0, cut), space, piece.start, piece.end));
      rest = rest.substring(cut);
      space = false;
    }
    pieces.add(new TimedText(rest, space, piece.start, piece.end));
  }

  /** Length in characters as a reader counts them. */
  static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
