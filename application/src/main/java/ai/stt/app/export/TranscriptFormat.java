package ai.stt.app.export;

import ai.stt.speech.transcript.Segment;
import ai.stt.speech.transcript.Transcript;
import java.util.List;
import java.util.Locale;

/** The text forms of a transcript. */
public enum TranscriptFormat {
  /** Plain text in paragraphs, a new one at a long pause and at a change of speaker. */
  TXT("text/plain") {
    @Override
    public String render(Transcript transcript) {
      var text = new StringBuilder();
      Segment last = null;
      for (Segment segment : transcript.segments()) {
        boolean sameSpeaker = last != null && sameSpeaker(last, segment);
        boolean sameParagraph =
            last != null && sameSpeaker && segment.start() - last.end() < PARAGRAPH_PAUSE;
        text.append(sameParagraph ? " " : last == null ? "" : "\n");
        if (segment.speaker() != null && !sameSpeaker) {
          text.append(segment.speaker()).append(": ");
        }
        text.append(oneLine(segment.text()));
        last = segment;
      }
      return text.isEmpty() ? "" : text.append('\n').toString();
    }
  },

  /** SubRip subtitles. */
  SRT("application/x-subrip") {
    @Override
    public String render(Transcript transcript) {
      var text = new StringBuilder();
      List<SubtitleCue> cues = SubtitleCues.of(transcript, true);
      for (int i = 0; i < cues.size(); i++) {
        SubtitleCue cue = cues.get(i);
        text.append(i + 1)
            .append('\n')
            .append(timeLine(cue, ','))
            .append('\n')
            .append(String.join("\n", cue.lines()).replace("-->", "->"))
            .append("\n\n");
      }
      return text.toString();
    }
  },

  /** WebVTT subtitles (W3C), speakers as voice spans. */
  VTT("text/vtt") {
    @Override
    public String render(Transcript transcript) {
      var text = new StringBuilder("WEBVTT\n\n");
      for (SubtitleCue cue : SubtitleCues.of(transcript, false)) {
        text.append(timeLine(cue, '.')).append('\n');
        if (cue.speaker() != null) {
          text.append("<v ").append(escape(cue.speaker())).append('>');
        }
        text.append(escape(String.join("\n", cue.lines()))).append("\n\n");
      }
      return text.toString();
    }
  };

  /** A pause, in seconds, that starts a paragraph. */
  private static final double PARAGRAPH_PAUSE = 2;

  private final String mediaType;

  TranscriptFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  /** The whole file; lines end with a line feed. */
  public abstract String render(Transcript transcript);

  /** The media type, without a charset; the text is to be sent as UTF-8. */
  public String mediaType() {
    return mediaType;
  }

  private static boolean sameSpeaker(Segment a, Segment b) {
    return a.speaker() == null ? b.speaker() == null : a.speaker().equals(b.speaker());
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }

  private static String timeLine(SubtitleCue cue, char decimal) {
    return time(cue.start(), decimal) + " --> " + time(cue.end(), decimal);
  }

  private static String time(double seconds, char decimal) {
    long millis = Math.round(seconds * 1000);
    return String.format(
        Locale.ROOT,
        "%02d:%02d:%02d%c%03d",
        millis / 3_600_000,
        millis / 60_000 % 60,
        millis / 1000 % 60,
        decimal,
        millis % 1000);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
