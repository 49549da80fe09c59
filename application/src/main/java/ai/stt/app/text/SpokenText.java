package ai.stt.app.text;

import ai.stt.plugin.understanding.SourceText;
import ai.stt.plugin.understanding.SourceText.Part;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import ai.stt.speech.transcript.Segment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What callers send or have, as a text with its speakers. */
public final class SpokenText {
  private static final Pattern LINE =
      Pattern.compile(
          "^[ \\t]*(?:[\\[(]?(?<time>(?:\\d{1,2}:)?\\d{1,2}:\\d{2})(?:[.,]\\d{1,3})?[\\])]?[ \\t]*(?:-[ \\t]*)?)?"
              + "(?<speaker>\\p{L}[\\p{L}\\p{M}\\p{N} .'’_-]{0,40}):[ \\t]+(?=\\S)",
          Pattern.MULTILINE);
  private static final Pattern NUMBERED = Pattern.compile("(?iu)\\p{L}+ \\d{1,3}");

  private static final String SENTENCE_ENDS = ".!?…。！？؟।\"'”’»)";
  private static final int LONG_PART = 400;

  private SpokenText() {}

  /**
   * The text of a request. Halves of surrogate pairs become U+FFFD, so that every place stays where
   * it was.
   *
   * @param field where it stood, for the message
   * @throws SpeechException {@code INVALID_REQUEST} when it says nothing
   */
  public static String checked(String field, String text) {
    if (saysNothing(text)) {
      throw new SpeechException(ErrorCode.INVALID_REQUEST, field + ": empty; send a text");
    }
    return whole(text);
  }

  /** Whether there is nothing in a text but spaces and what cannot be seen. */
  static boolean saysNothing(String text) {
    return text.codePoints()
        .allMatch(
            c ->
                Character.isWhitespace(c)
                    || Character.isSpaceChar(c)
                    || Character.isISOControl(c)
                    || Character.getType(c) == Character.FORMAT);
  }

  private static String whole(String text) {
    StringBuilder whole = null;
    for (int at = 0; at < text.length(); at++) {
      if (Character.isSurrogate(text.charAt(at))) {
        if (Character.isSurrogatePair(
            text.charAt(at), at + 1 < text.length() ? text.charAt(at + 1) : ' ')) {
          at++;
        } else {
          whole = Objects.requireNonNullElseGet(whole, () -> new StringBuilder(text));
          whole.setCharAt(at, '\uFFFD');
        }
      }
    }
    return whole == null ? text : whole.toString();
  }

  /** A text in which lines may begin with a time and a name and a colon. */
  public static SourceText of(String text) {
    Map<String, Integer> speakers = new HashMap<>();
    List<MatchResult> lines = new ArrayList<>(LINE.matcher(text).results().toList());
    lines.forEach(line -> speakers.merge(line.group("speaker"), 1, Integer::sum));
    lines.removeIf(line -> !isSpeaker(line, speakers));
    if (lines.isEmpty()) {
      return SourceText.of(text);
    }
    List<Part> parts = new ArrayList<>();
    parts.add(new Part(0, lines.getFirst().start(), null, Double.NaN));
    for (int i = 0; i < lines.size(); i++) {
      MatchResult line = lines.get(i);
      int end = i + 1 < lines.size() ? lines.get(i + 1).start() : text.length();
      parts.add(new Part(line.end(), end, line.group("speaker"), seconds(line.group("time"))));
    }
    return new SourceText(text, parts);
  }

  /** Somebody who speaks twice, has a number, or has a time in front; else it may be any colon. */
  private static boolean isSpeaker(MatchResult line, Map<String, Integer> speakers) {
    String name = line.group("speaker");
    return line.group("time") != null
        || NUMBERED.matcher(name).matches()
        || speakers.getOrDefault(name, 0) > 1;
  }

  private static double seconds(@Nullable String time) {
    if (time == null) {
      return Double.NaN;
    }
    double seconds = 0;
    for (String part : time.split(":")) {
      seconds = seconds * 60 + Integer.parseInt(part);
    }
    return seconds;
  }

  /**
   * The segments of a transcript with a space between them, as its own text has them. Segments of
   * one speaker are one part until a sentence ends.
   */
  public static SourceText of(List<Segment> segments) {
    var text = new StringBuilder();
    List<Part> parts = new ArrayList<>();
    for (Segment segment : segments) {
      if (!text.isEmpty()) {
        text.append(' ');
      }
      int start = text.length();
      text.append(whole(segment.text()));
      Part last = parts.isEmpty() ? null : parts.getLast();
      if (last != null && goesOn(text, last, segment)) {
        parts.set(
            parts.size() - 1,
            new Part(last.start(), text.length(), last.speaker(), last.seconds()));
      } else {
        parts.add(new Part(start, text.length(), segment.speaker(), segment.start()));
      }
    }
    return new SourceText(text.toString(), parts);
  }

  private static boolean goesOn(CharSequence text, Part last, Segment next) {
    return Objects.equals(last.speaker(), next.speaker())
        && last.end() - last.start() < LONG_PART
        && SENTENCE_ENDS.indexOf(text.charAt(last.end() - 1)) < 0;
  }
}
