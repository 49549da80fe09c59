package ai.stt.documents;

import ai.stt.app.export.DocumentWriter;
import ai.stt.app.export.Paragraph;
import ai.stt.app.export.Timestamp;
import ai.stt.speech.transcript.Transcript;
import com.ibm.icu.text.Bidi;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;
import org.apache.poi.xwpf.usermodel.XWPFRun;
import org.jspecify.annotations.Nullable;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTPPr;

/**
 * Writes Word documents. The program that shows them chooses the fonts; right-to-left paragraphs
 * are marked as such. Thread-safe.
 */
public final class DocxDocumentWriter implements DocumentWriter {
  private static final String GREY = "737373";

  @Override
  public void write(String title, Transcript transcript, boolean speakers, OutputStream out)
      throws IOException {
    try (var document = new XWPFDocument()) {
      document.getProperties().getCoreProperties().setTitle(printable(title));
      String head = title.isBlank() ? "Transcript" : title;
      run(paragraph(document, head), head, 18, true, null);
      String facts =
          "%s · %s".formatted(Timestamp.forReaders(transcript.duration()), transcript.language());
      run(paragraph(document, facts), facts, 9, false, GREY);
      for (Paragraph paragraph : Paragraph.of(transcript)) {
        XWPFParagraph target = paragraph(document, paragraph.text());
        String label = Timestamp.forReaders(paragraph.start());
        if (speakers && paragraph.speaker() != null) {
          label += "  " + paragraph.speaker();
        }
        XWPFRun above = run(target, label, 9, false, GREY);
        above.addBreak();
        run(target, paragraph.text(), 11, false, null);
      }
      var file = new ByteArrayOutputStream(); // POI hides what goes wrong with a stream
      document.write(file);
      file.writeTo(out);
    }
  }

  private static XWPFParagraph paragraph(XWPFDocument document, String text) {
    XWPFParagraph paragraph = document.createParagraph();
    paragraph.setSpacingAfter(160); // twentieths of a point
    if (isRightToLeft(text)) {
      CTPPr properties =
          paragraph.getCTP().isSetPPr()
              ? paragraph.getCTP().getPPr()
              : paragraph.getCTP().addNewPPr();
      properties.addNewBidi();
    }
    return paragraph;
  }

  private static XWPFRun run(
      XWPFParagraph paragraph, String text, int points, boolean bold, @Nullable String colour) {
    XWPFRun run = paragraph.createRun();
    run.setText(printable(text));
    run.setFontSize(points);
    run.setBold(bold);
    if (colour != null) {
      run.setColor(colour);
    }
    if (isRightToLeft(text)) {
      var properties = run.getCTR().isSetRPr() ? run.getCTR().getRPr() : run.getCTR().addNewRPr();
      properties.addNewRtl();
    }
    return run;
  }

  private static boolean isRightToLeft(String text) {
    return Bidi.getBaseDirection(text) == Bidi.RTL;
  }

  /** XML has no place for most control characters, nor for half of a surrogate pair. */
  private static String printable(String text) {
    return text.codePoints()
        .filter(c -> c == '\t' || (c >= 0x20 && c != 0xFFFE && c != 0xFFFF))
        .filter(c -> c < 0xD800 || c > 0xDFFF)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
