package ai.stt.documents;

import com.ibm.icu.text.Bidi;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * The text of a Word document as WordprocessingML (ECMA-376, part 1, 17.3), its elements in the
 * order that the schema wants. One thread.
 */
final class DocxBody {
  private static final String GREY = "737373";
  private static final String HEAD =
      """
      <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
      <w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>
      """;

  private final Writer out;

  /** Writes there; closes nothing. */
  DocxBody(OutputStream out) {
    this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
  }

  void begin() throws IOException {
    out.write(HEAD);
  }

  void title(String text) throws IOException {
    open(text);
    run(text, 18, true, false);
    close();
  }

  /** Small and grey. */
  void note(String text) throws IOException {
    open(text);
    run(text, 9, false, true);
    close();
  }

  /** A text under its label. */
  void paragraph(String label, String text) throws IOException {
    open(text);
    run(label, 9, false, true);
    out.write("<w:r><w:br/></w:r>");
    run(text, 11, false, false);
    close();
  }

  void end() throws IOException {
    out.write("<w:sectPr/></w:body></w:document>");
    out.flush();
  }

  private void open(String text) throws IOException {
    out.write("<w:p><w:pPr>");
    if (isRightToLeft(text)) {
      out.write("<w:bidi/>");
    }
    out.write("<w:spacing w:after=\"160\"/></w:pPr>"); // twentieths of a point
  }

  private void close() throws IOException {
    out.write("</w:p>\n");
  }

  private void run(String text, int points, boolean bold, boolean grey) throws IOException {
    out.write("<w:r><w:rPr>");
    if (bold) {
      out.write("<w:b/><w:bCs/>");
    }
    if (grey) {
      out.write("<w:color w:val=\"" + GREY + "\"/>");
    }
    out.write("<w:sz w:val=\"%1$d\"/><w:szCs w:val=\"%1$d\"/>".formatted(2 * points));
    if (isRightToLeft(text)) {
      out.write("<w:rtl/>");
    }
    out.write("</w:rPr><w:t xml:space=\"preserve\">");
    out.write(escaped(text));
    out.write("</w:t></w:r>");
  }

  private static String escaped(String text) {
    return printable(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\t", "</w:t><w:tab/><w:t xml:space=\"preserve\">");
  }

  private static boolean isRightToLeft(String text) {
    return Bidi.getBaseDirection(text) == Bidi.RTL;
  }

  /** XML has no place for most control characters, nor for half of a surrogate pair. */
  static String printable(String text) {
    return text.codePoints()
        .filter(c -> c == '\t' || (c >= 0x20 && c != 0xFFFE && c != 0xFFFF))
        .filter(c -> c < 0xD800 || c > 0xDFFF)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
