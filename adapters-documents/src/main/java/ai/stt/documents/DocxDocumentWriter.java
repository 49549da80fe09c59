package ai.stt.documents;

import ai.stt.app.export.DocumentWriter;
import ai.stt.app.export.Paragraph;
import ai.stt.app.export.Timestamp;
import ai.stt.speech.transcript.Transcript;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.poi.xwpf.usermodel.XWPFDocument;

/**
 * Writes Word documents. POI makes the package; its text is written straight into it, since a tree
 * of every run of a long transcript costs seconds and a gigabyte. The program that shows a document
 * chooses the fonts; right-to-left paragraphs are marked as such. Thread-safe.
 */
public final class DocxDocumentWriter implements DocumentWriter {
  private static final String BODY = "word/document.xml";

  @Override
  public void write(String title, Transcript transcript, boolean speakers, OutputStream out)
      throws IOException {
    try (var zip = new ZipOutputStream(new Unclosed(out));
        var frame = new ZipInputStream(new ByteArrayInputStream(frame(title)))) {
      for (ZipEntry part = frame.getNextEntry(); part != null; part = frame.getNextEntry()) {
        zip.putNextEntry(new ZipEntry(part.getName()));
        if (part.getName().equals(BODY)) {
          body(title, transcript, speakers, new DocxBody(zip));
        } else {
          frame.transferTo(zip);
        }
        zip.closeEntry();
      }
    }
  }

  /** Closing it, which frees the compressor, leaves the caller's stream open. */
  private static final class Unclosed extends FilterOutputStream {
    private Unclosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }

  /** A document without text. */
  private static byte[] frame(String title) throws IOException {
    try (var document = new XWPFDocument()) {
      document.getProperties().getCoreProperties().setTitle(DocxBody.printable(title));
      var file = new ByteArrayOutputStream();
      document.write(file);
      return file.toByteArray();
    }
  }

  private static void body(String title, Transcript transcript, boolean speakers, DocxBody document)
      throws IOException {
    document.begin();
    document.title(title.isBlank() ? "Transcript" : title);
    document.note(
        "%s · %s".formatted(Timestamp.forReaders(transcript.duration()), transcript.language()));
    for (Paragraph paragraph : Paragraph.of(transcript)) {
      String label = Timestamp.forReaders(paragraph.start());
      if (speakers && paragraph.speaker() != null) {
        label += "  " + paragraph.speaker();
      }
      document.paragraph(label, paragraph.text());
    }
    document.end();
  }
}
