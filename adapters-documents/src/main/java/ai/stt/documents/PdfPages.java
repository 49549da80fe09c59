package ai.stt.documents;

import ai.stt.documents.LineBreaking.Line;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.PDStream;

/** Fills A4 pages from top to bottom. Lengths are points, 1/72 inch. One thread. */
final class PdfPages implements AutoCloseable {
  /** Stands for each character that no font shows. */
  static final int NOT_SHOWN = '?';

  private static final PDRectangle PAPER = PDRectangle.A4;
  private static final float MARGIN = 64;
  private static final float LEADING = 1.4f;
  private static final float FOOT = 9;

  private final PDDocument document;
  private final LineBreaking breaking;
  private final PDResources resources = new PDResources();
  private final PdfText text;
  private float y = MARGIN;
  private int number;

  PdfPages(PDDocument document, DocumentFaces faces) {
    this.document = document;
    this.breaking = new LineBreaking(faces);
    this.text = new PdfText(faces, resources);
  }

  /**
   * Writes a paragraph.
   *
   * @param size of the font
   * @param grey 0 black to 1 white
   * @param keep height that must also fit on the page below each line, so that a heading does not
   *     stand alone
   */
  void paragraph(String paragraph, float size, float grey, float keep) throws IOException {
    float column = PAPER.getWidth() - 2 * MARGIN;
    float height = size * LEADING;
    for (Line line : breaking.lines(paragraph, column / size)) {
      if (number == 0 || y - height - keep < MARGIN) {
        turn();
      }
      y -= height;
      float indent = line.rightToLeft() ? column - breaking.width(line.text()) * size : 0;
      text.show(line.text(), MARGIN + indent, y, size, grey);
    }
  }

  /** Leaves some space, except at the top of a page. */
  void space(float height) {
    y -= height;
  }

  private void turn() throws IOException {
    close();
    number++;
    y = PAPER.getHeight() - MARGIN;
    String label = Integer.toString(number);
    float x = (PAPER.getWidth() - breaking.width(label) * FOOT) / 2;
    text.show(label, x, MARGIN / 2, FOOT, 0.5f);
  }

  /** Ends the last page. */
  @Override
  public void close() throws IOException {
    if (number > 0) {
      var page = new PDPage(PAPER);
      page.setResources(resources);
      byte[] operators = text.take().getBytes(StandardCharsets.US_ASCII);
      page.setContents(
          new PDStream(document, new ByteArrayInputStream(operators), COSName.FLATE_DECODE));
      document.addPage(page);
    }
  }
}
