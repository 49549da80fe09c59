package ai.stt.documents;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.pdfbox.pdmodel.PDResources;
import org.jspecify.annotations.Nullable;

/**
 * The operators (ISO 32000, 9.4) that show text on one page. Written here rather than by PDFBox,
 * which looks for ligatures of every word anew: a ten-hour transcript took six seconds so. One
 * thread.
 */
final class PdfText {
  private static final HexFormat HEX = HexFormat.of();

  private final DocumentFaces faces;
  private final PDResources resources;
  private final StringBuilder operators = new StringBuilder();

  /** Text whose fonts become resources. */
  PdfText(DocumentFaces faces, PDResources resources) {
    this.faces = faces;
    this.resources = resources;
  }

  /** All since the last call. */
  String take() {
    String all = operators.toString();
    operators.setLength(0);
    return all;
  }

  /**
   * Shows a line.
   *
   * @param line characters from left to right
   * @param x of its left end, points
   * @param y of its baseline, points
   * @param grey 0 black to 1 white
   */
  void show(String line, float x, float y, float size, float grey) {
    operators.append(String.format(Locale.ROOT, "BT %.2f g %.2f %.2f Td\n", grey, x, y));
    FontFace current = null;
    var run = new StringBuilder();
    for (int i = 0; i < line.length(); i += Character.charCount(line.codePointAt(i))) {
      int codePoint = line.codePointAt(i);
      if (DocumentFaces.isInvisible(codePoint)) {
        continue;
      }
      boolean same = codePoint == ' ' && current != null && current.has(' ');
      Optional<FontFace> found = same ? Optional.ofNullable(current) : faces.face(codePoint);
      FontFace face = found.orElse(faces.base());
      if (face != current) {
        end(current, run, size);
        current = face;
      }
      run.appendCodePoint(found.isPresent() ? codePoint : PdfPages.NOT_SHOWN);
    }
    end(current, run, size);
    operators.append("ET\n");
  }

  private void end(@Nullable FontFace face, StringBuilder run, float size) {
    if (face == null || run.isEmpty()) {
      return;
    }
    String name = resources.add(face.font()).getName();
    operators.append(String.format(Locale.ROOT, "/%s %.1f Tf\n", name, size));
    if (face.isComposed()) {
      for (String word : run.toString().split("(?<= )")) {
        composed(face, word);
      }
    } else {
      glyphs(face.glyphs(run.toString()));
    }
    run.setLength(0);
  }

  /** Says what the glyphs mean together, for whoever searches or copies. */
  private void composed(FontFace face, String word) {
    String meaning = HEX.formatHex(word.getBytes(StandardCharsets.UTF_16BE));
    operators.append("/Span <</ActualText <FEFF").append(meaning).append(">>> BDC ");
    glyphs(face.glyphs(word));
    operators.append("EMC\n");
  }

  private void glyphs(List<Integer> ids) {
    operators.append('<');
    ids.forEach(
        id -> HEX.toHexDigits(operators, (byte) (id >> 8)).append(HEX.toHexDigits(id.byteValue())));
    operators.append("> Tj\n");
  }
}
