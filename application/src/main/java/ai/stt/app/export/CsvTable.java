package ai.stt.app.export;

import ai.stt.speech.transcript.Segment;
import ai.stt.speech.transcript.Transcript;
import java.io.IOException;
import java.util.Locale;

/**
 * A transcript as comma-separated values (RFC 4180): {@code start,end,speaker,text,confidence},
 * times in seconds. A cell that a spreadsheet would take for a formula gets an apostrophe in front,
 * as OWASP recommends: what is said in a recording must not run on the reader's machine.
 */
final class CsvTable {
  private static final String FORMULA_STARTS = "=+-@\t\r";

  private CsvTable() {}

  static void write(Transcript transcript, boolean speakers, Appendable out) throws IOException {
    out.append(
        speakers ? "start,end,speaker,text,confidence\r\n" : "start,end,text,confidence\r\n");
    for (Segment segment : transcript.segments()) {
      out.append(number(segment.start())).append(',').append(number(segment.end())).append(',');
      if (speakers) {
        cell(segment.speaker() == null ? "" : segment.speaker(), out);
        out.append(',');
      }
      cell(segment.text(), out);
      out.append(',').append(number(segment.confidence())).append("\r\n");
    }
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  private static void cell(String text, Appendable out) throws IOException {
    boolean formula = !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0;
    boolean quoted = text.chars().anyMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r');
    out.append(quoted ? "\"" : "").append(formula ? "'" : "");
    out.append(text.replace("\"", "\"\"")).append(quoted ? "\"" : "");
  }
}
