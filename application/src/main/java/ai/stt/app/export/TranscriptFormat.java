package ai.stt.app.export;

import ai.stt.speech.transcript.Transcript;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The text forms of a transcript. */
public enum TranscriptFormat {
  /** Plain text in paragraphs, a new one at a long pause and at a change of speaker. */
  TXT("text/plain") {
    @Override
    public void write(Transcript transcript, SubtitleOptions options, Appendable out)
        throws IOException {
      for (Paragraph paragraph : Paragraph.uncut(transcript)) {
        if (options.speakers() && paragraph.speaker() != null && paragraph.speakerChanged()) {
          out.append(paragraph.speaker()).append(": ");
        }
        out.append(paragraph.text()).append('\n');
      }
    }
  },

  /** SubRip subtitles. */
  SRT("application/x-subrip") {
    @Override
    public void write(Transcript transcript, SubtitleOptions options, Appendable out)
        throws IOException {
      int number = 0;
      for (SubtitleCue cue : SubtitleCues.of(transcript, options, true)) {
        number++;
        out.append(Integer.toString(number)).append('\n');
        timeLine(cue, ',', out);
        out.append(String.join("\n", cue.lines()).replace("-->", "->")).append("\n\n");
      }
    }
  },

  /** WebVTT subtitles (W3C), speakers as voice spans. */
  VTT("text/vtt") {
    @Override
    public void write(Transcript transcript, SubtitleOptions options, Appendable out)
        throws IOException {
      out.append("WEBVTT\n\n");
      for (SubtitleCue cue : SubtitleCues.of(transcript, options, false)) {
        timeLine(cue, '.', out);
        if (options.speakers() && cue.speaker() != null) {
          out.append("<v ").append(escape(cue.speaker())).append('>');
        }
        out.append(escape(String.join("\n", cue.lines()))).append("\n\n");
      }
    }
  },

  /** A table with a head and a row for each segment, as RFC 4180 has it. */
  CSV("text/csv") {
    @Override
    public void write(Transcript transcript, SubtitleOptions options, Appendable out)
        throws IOException {
      CsvTable.write(transcript, options.speakers(), out);
    }
  };

  private final String mediaType;

  TranscriptFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  /** Writes the whole file, piece by piece; lines end with a line feed, those of CSV with CR LF. */
  public abstract void write(Transcript transcript, SubtitleOptions options, Appendable out)
      throws IOException;

  /** The whole file with the usual options. */
  public String render(Transcript transcript) {
    var text = new StringBuilder();
    try {
      write(transcript, SubtitleOptions.DEFAULT, text);
    } catch (IOException e) {
      throw new UncheckedIOException("a StringBuilder does not fail", e);
    }
    return text.toString();
  }

  /** The media type, without a charset; the text is to be sent as UTF-8. */
  public String mediaType() {
    return mediaType;
  }

  private static void timeLine(SubtitleCue cue, char decimal, Appendable out) throws IOException {
    Timestamp.write(cue.start(), decimal, out);
    out.append(" --> ");
    Timestamp.write(cue.end(), decimal, out);
    out.append('\n');
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
