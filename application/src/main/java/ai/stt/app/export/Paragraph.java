package ai.stt.app.export;

import ai.stt.speech.transcript.Segment;
import ai.stt.speech.transcript.Transcript;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Segments that are read in one go: a new paragraph starts at a long pause and where the speaker
 * changes.
 *
 * @param start seconds
 * @param speaker who says it, or null when nobody was told apart
 * @param speakerChanged whether another one, or nobody, spoke before
 * @param text one line without line breaks
 */
public record Paragraph(
    double start, @Nullable String speaker, boolean speakerChanged, String text) {
  /** A pause, in seconds, that starts a paragraph. */
  private static final double PAUSE = 2;

  /** A speaker who goes on for long is cut here, at the next end of a segment. */
  private static final int LONG_CHARACTERS = 1_500;

  /** The paragraphs of a transcript, in order. */
  public static List<Paragraph> of(Transcript transcript) {
    return of(transcript, LONG_CHARACTERS);
  }

  /** The paragraphs of a transcript, none of them cut for its length. */
  static List<Paragraph> uncut(Transcript transcript) {
    return of(transcript, Integer.MAX_VALUE);
  }

  private static List<Paragraph> of(Transcript transcript, int longCharacters) {
    List<Paragraph> paragraphs = new ArrayList<>();
    var text = new StringBuilder();
    Segment first = null;
    Segment last = null;
    boolean changed = true;
    for (Segment segment : transcript.segments()) {
      boolean sameSpeaker = last != null && Objects.equals(last.speaker(), segment.speaker());
      boolean goesOn =
          last != null
              && sameSpeaker
              && segment.start() - last.end() < PAUSE
              && text.length() < longCharacters;
      if (first != null && !goesOn) {
        paragraphs.add(new Paragraph(first.start(), first.speaker(), changed, text.toString()));
        text.setLength(0);
        changed = !sameSpeaker;
        first = segment;
      }
      first = first == null ? segment : first;
      text.append(text.isEmpty() ? "" : " ").append(oneLine(segment.text()));
      last = segment;
    }
    if (first != null) {
      paragraphs.add(new Paragraph(first.start(), first.speaker(), changed, text.toString()));
    }
    return paragraphs;
  }

  /** Text without line breaks and doubled spaces. */
  static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }
}
