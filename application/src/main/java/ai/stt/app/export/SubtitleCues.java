package ai.stt.app.export;

import ai.stt.speech.transcript.Segment;
import ai.stt.speech.transcript.Transcript;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a transcript into subtitles at word times: at most so many lines of so many characters, no
 * cue over a long pause, and a new cue at each segment and speaker. A segment that needs several
 * cues is cut where its phrases end.
 */
final class SubtitleCues {
  /** A pause inside a segment, in seconds, after which a new cue starts. */
  private static final double PAUSE = 1.5;

  /** The longest time, in seconds, that a cue stands. */
  private static final double MAX_SECONDS = 7;

  /** A cue so short in characters is a blink between two others. */
  private static final int SHORT_CHARACTERS = 16;

  /** Full stops, commas and the like, of the scripts that have their own. */
  private static final String PHRASE_ENDS =
      ".,;:?!\u2026\u3002\u3001\uff0c\uff01\uff1f\u060c\u061f\u0964";

  private final SubtitleOptions options;
  private final boolean nameSpeakers;
  private final List<SubtitleCue> cues = new ArrayList<>();
  private @Nullable String lastSpeaker;

  private SubtitleCues(SubtitleOptions options, boolean nameSpeakers) {
    this.options = options;
    this.nameSpeakers = nameSpeakers;
  }

  /**
   * The cues of a transcript, in order.
   *
   * @param nameSpeakers whether the text of a cue starts with the speaker's name where the speaker
   *     changes
   */
  static List<SubtitleCue> of(
      Transcript transcript, SubtitleOptions options, boolean nameSpeakers) {
    var builder = new SubtitleCues(options, nameSpeakers && options.speakers());
    transcript.segments().forEach(builder::add);
    return builder.cues;
  }

  private void add(Segment segment) {
    String speaker = segment.speaker();
    List<TimedText> pieces = new ArrayList<>();
    if (nameSpeakers && speaker != null && !speaker.equals(lastSpeaker)) {
      for (String part : (speaker + ":").split("\\s+")) {
        pieces.add(new TimedText(part, true, segment.start(), segment.start()));
      }
    }
    lastSpeaker = speaker;
    pieces.addAll(TimedText.of(segment, options.maxLineCharacters()));
    int from = 0;
    for (int to : ends(pieces)) {
      cues.add(cue(pieces.subList(from, to), speaker));
      from = to;
    }
  }

  /**
   * Where the cues of a segment end: the cheapest way to cut it, found from its start on. Few cues
   * are better than many, an end at a comma or full stop better than one in a phrase, and a cue of
   * one short word is worst.
   *
   * @return indices just behind the last piece of each cue, rising, the last one the piece count
   */
  private List<Integer> ends(List<TimedText> pieces) {
    double[] cost = new double[pieces.size() + 1];
    int[] start = new int[pieces.size() + 1];
    for (int end = 1; end <= pieces.size(); end++) {
      cost[end] = Double.POSITIVE_INFINITY;
      for (int from = end - 1; from >= 0 && fits(pieces.subList(from, end)); from--) {
        double with = cost[from] + cost(pieces, from, end);
        if (with < cost[end]) {
          cost[end] = with;
          start[end] = from;
        }
      }
    }
    List<Integer> ends = new ArrayList<>();
    for (int end = pieces.size(); end > 0; end = start[end]) {
      ends.addFirst(end);
    }
    return ends;
  }

  private static double cost(List<TimedText> pieces, int from, int end) {
    int characters = 0;
    for (TimedText piece : pieces.subList(from, end)) {
      characters += TimedText.length(piece.text()) + 1;
    }
    boolean whole = from == 0 && end == pieces.size();
    double blink = characters < SHORT_CHARACTERS && !whole ? 1 : 0;
    double torn = end == pieces.size() || endsPhrase(pieces.get(end - 1)) ? 0 : 0.5;
    return 0.3 + blink + torn;
  }

  private static boolean endsPhrase(TimedText piece) {
    return PHRASE_ENDS.indexOf(piece.text().codePointBefore(piece.text().length())) >= 0;
  }

  /** One piece always fits, so that there is always a way. */
  private boolean fits(List<TimedText> pieces) {
    for (int i = 1; i < pieces.size(); i++) {
      if (pieces.get(i).start() - pieces.get(i - 1).end() > PAUSE) {
        return false;
      }
    }
    boolean tooLong = pieces.getLast().end() - pieces.getFirst().start() > MAX_SECONDS;
    return pieces.size() == 1
        || (!tooLong && fill(pieces, options.maxLineCharacters()).size() <= options.maxLines());
  }

  private SubtitleCue cue(List<TimedText> pieces, @Nullable String speaker) {
    List<String> lines = fill(pieces, options.maxLineCharacters());
    return new SubtitleCue(
        pieces.getFirst().start(),
        pieces.getLast().end(),
        lines.size() > 1 ? balanced(pieces) : lines,
        speaker);
  }

  /**
   * As many lines, but the longest as short as can be: easier to read than full ones and a rest.
   */
  private List<String> balanced(List<TimedText> pieces) {
    int widest = options.maxLineCharacters();
    int width = widest;
    List<String> best = fill(pieces, width);
    int count = best.size();
    while (width > 1) {
      List<String> narrower = fill(pieces, --width);
      if (narrower.size() > count
          || narrower.stream().anyMatch(line -> TimedText.length(line) > widest)) {
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
