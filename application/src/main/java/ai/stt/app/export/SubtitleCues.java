package ai.stt.app.export;

import ai.stt.speech.transcript.Segment;
import ai.stt.speech.transcript.Transcript;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a transcript into subtitles at word times: at most two lines of 42 characters, no cue over a
 * long pause, and a new cue at each segment and speaker.
 */
final class SubtitleCues {
  /** The customary limit of broadcasters and streaming services. */
  static final int MAX_LINE_CHARACTERS = 42;

  private static final int MAX_LINES = 2;

  /** A pause inside a segment, in seconds, after which a new cue starts. */
  private static final double PAUSE = 1.5;

  /** The longest time, in seconds, that a cue stands. */
  private static final double MAX_SECONDS = 7;

  private final boolean nameSpeakers;
  private final List<SubtitleCue> cues = new ArrayList<>();
  private final List<TimedText> pending = new ArrayList<>();
  private @Nullable String lastSpeaker;

  private SubtitleCues(boolean nameSpeakers) {
    this.nameSpeakers = nameSpeakers;
  }

  /**
   * The cues of a transcript, in order.
   *
   * @param nameSpeakers whether the text of a cue starts with the speaker's name where the speaker
   *     changes
   */
  static List<SubtitleCue> of(Transcript transcript, boolean nameSpeakers) {
    var builder = new SubtitleCues(nameSpeakers);
    transcript.segments().forEach(builder::add);
    return builder.cues;
  }

  private void add(Segment segment) {
    String speaker = segment.speaker();
    if (nameSpeakers && speaker != null && !speaker.equals(lastSpeaker)) {
      for (String part : (speaker + ":").split("\\s+")) {
        pending.add(new TimedText(part, true, segment.start(), segment.start()));
      }
    }
    lastSpeaker = speaker;
    for (TimedText piece : TimedText.of(segment)) {
      if (!pending.isEmpty() && !fits(piece)) {
        flush(speaker);
      }
      pending.add(piece);
    }
    flush(speaker);
  }

  private boolean fits(TimedText piece) {
    boolean paused = piece.start() - pending.getLast().end() > PAUSE;
    boolean tooLong = piece.end() - pending.getFirst().start() > MAX_SECONDS;
    if (paused || tooLong) {
      return false;
    }
    List<TimedText> together = new ArrayList<>(pending);
    together.add(piece);
    return fill(together, MAX_LINE_CHARACTERS).size() <= MAX_LINES;
  }

  private void flush(@Nullable String speaker) {
    List<String> lines = fill(pending, MAX_LINE_CHARACTERS);
    if (lines.size() > 1) {
      lines = balanced();
    }
    cues.add(new SubtitleCue(pending.getFirst().start(), pending.getLast().end(), lines, speaker));
    pending.clear();
  }

  /**
   * The two lines with the shortest longer line, which are easier to read than a full and a rest.
   */
  private List<String> balanced() {
    int width = MAX_LINE_CHARACTERS;
    List<String> best = fill(pending, width);
    while (width > 1) {
      List<String> narrower = fill(pending, --width);
      if (narrower.size() > MAX_LINES
          || narrower.stream().anyMatch(line -> TimedText.length(line) > MAX_LINE_CHARACTERS)) {
        break;
      }
      best = narrower;
    }
    return best;
  }

  /** Fills lines greedily; a piece longer than the width stands alone on its line. */
  private static List<String> fill(List<TimedText> pieces, int width) {
    List<String> lines = new ArrayList<>();
    var line = new StringBuilder();
    for (TimedText piece : pieces) {
      String glue = !line.isEmpty() && piece.spaceBefore() ? " " : "";
      int length =
          TimedText.length(line.toString()) + glue.length() + TimedText.length(piece.text());
      if (!line.isEmpty() && length > width) {
        lines.add(line.toString());
        line.setLength(0);
        glue = "";
      }
      line.append(glue).append(piece.text());
    }
    lines.add(line.toString());
    return lines;
  }
}
