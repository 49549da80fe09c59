package ai.stt.documents;

import ai.stt.app.export.DocumentFonts;
import ai.stt.app.export.DocumentWriter;
import ai.stt.app.export.Paragraph;
import ai.stt.app.export.Timestamp;
import ai.stt.speech.transcript.Transcript;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.pdfbox.pdmodel.PDDocument;

/**
 * Writes PDF with embedded fonts. What no font shows is a question mark in the text, and a note
 * under the title says of which scripts, and how much. Thread-safe.
 */
public final class PdfDocumentWriter implements DocumentWriter {
  private static final float TITLE = 18;
  private static final float TEXT = 11;
  private static final float SMALL = 9;
  private static final float GREY = 0.45f;

  private final DocumentFonts fonts;

  /** A writer with these fonts beside the one it has for Latin, Cyrillic, Greek and Hebrew. */
  public PdfDocumentWriter(DocumentFonts fonts) {
    this.fonts = fonts;
  }

  @Override
  public void write(String title, Transcript transcript, boolean speakers, OutputStream out)
      throws IOException {
    List<Paragraph> paragraphs = Paragraph.of(transcript);
    try (var document = new PDDocument();
        var faces = new DocumentFaces(document, fonts, transcript.language())) {
      document.getDocumentInformation().setTitle(title);
      document.getDocumentCatalog().setLanguage(transcript.language());
      faces.count(title);
      for (Paragraph paragraph : paragraphs) {
        faces.count(paragraph.text());
        if (speakers && paragraph.speaker() != null) {
          faces.count(paragraph.speaker());
        }
      }
      try (var pages = new PdfPages(document, faces)) {
        head(pages, faces, title, transcript);
        for (Paragraph paragraph : paragraphs) {
          write(paragraph, speakers, pages);
        }
      }
      faces.embed();
      document.save(new OpenAfterwards(out));
    }
  }

  private static void head(PdfPages pages, DocumentFaces faces, String title, Transcript transcript)
      throws IOException {
    pages.paragraph(title.isBlank() ? "Transcript" : title, TITLE, 0, 0);
    pages.space(4);
    pages.paragraph(
        "%s · %s".formatted(Timestamp.forReaders(transcript.duration()), transcript.language()),
        SMALL,
        GREY,
        0);
    if (!faces.missing().isEmpty()) {
      String counts =
          faces.missing().entrySet().stream()
              .map(entry -> "%s (%d)".formatted(entry.getKey(), entry.getValue()))
              .collect(Collectors.joining(", "));
      pages.space(4);
      pages.paragraph(
          "Some characters cannot be shown here for want of a font and stand as '?': %s. The other formats have them."
              .formatted(counts),
          SMALL,
          0,
          0);
    }
  }

  private static void write(Paragraph paragraph, boolean speakers, PdfPages pages)
      throws IOException {
    String label = Timestamp.forReaders(paragraph.start());
    if (speakers && paragraph.speaker() != null) {
      label += "  " + paragraph.speaker();
    }
    pages.space(8);
    pages.paragraph(label, SMALL, GREY, 2 * TEXT);
    pages.paragraph(paragraph.text(), TEXT, 0, 0);
  }

  /** PDFBox closes what it saves to. */
  private static final class OpenAfterwards extends FilterOutputStream {
    private OpenAfterwards(OutputStream out) {
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
}
