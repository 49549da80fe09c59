package ai.stt.documents;

import com.ibm.icu.text.ArabicShaping;
import com.ibm.icu.text.ArabicShapingException;
import com.ibm.icu.text.Bidi;
import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/**
 * Breaks a paragraph into lines (UAX 14) and brings each into the order in which it is seen (UAX
 * 9). Arabic letters are joined by their presentation forms, which the fonts have. One thread.
 */
final class LineBreaking {
  private static final int JOINED =
      ArabicShaping.LETTERS_SHAPE
          | ArabicShaping.TEXT_DIRECTION_LOGICAL
          | ArabicShaping.LENGTH_GROW_SHRINK;
  private static final short SEEN =
      Bidi.DO_MIRRORING | Bidi.KEEP_BASE_COMBINING | Bidi.REMOVE_BIDI_CONTROLS;

  private final DocumentFaces faces;
  private final BreakIterator breaks = BreakIterator.getLineInstance(ULocale.ROOT);

  /**
   * A line as it is seen.
   *
   * @param text characters from left to right
   * @param rightToLeft whether its paragraph starts at the right edge
   */
  record Line(String text, boolean rightToLeft) {}

  LineBreaking(DocumentFaces faces) {
    this.faces = faces;
  }

  /**
   * The lines of a paragraph.
   *
   * @param width of the column, in units of the font size
   */
  List<Line> lines(String paragraph, float width) {
    String text = joined(Normalizer.normalize(paragraph, Normalizer.Form.NFC));
    if (text.isBlank()) {
      return List.of();
    }
    boolean plain = !Bidi.requiresBidi(text.toCharArray(), 0, text.length());
    var bidi = new Bidi();
    if (!plain) {
      bidi.setPara(text, Bidi.LEVEL_DEFAULT_LTR, null);
    }
    List<Line> lines = new ArrayList<>();
    int from = 0;
    for (int to : ends(text, width)) {
      int end = to;
      while (end > from + 1 && Character.isWhitespace(text.charAt(end - 1))) {
        end--;
      }
      lines.add(
          plain
              ? new Line(text.substring(from, end), false)
              : new Line(
                  bidi.setLine(from, end).writeReordered(SEEN), (bidi.getParaLevel() & 1) == 1));
      from = to;
    }
    return lines;
  }

  /** Width of a line's text in units of the font size. */
  float width(String text) {
    float width = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      width += width(text.codePointAt(i));
    }
    return width;
  }

  private float width(int codePoint) {
    return DocumentFaces.isInvisible(codePoint)
        ? 0
        : faces
            .face(codePoint)
            .map(face -> face.width(codePoint))
            .orElseGet(() -> faces.base().width(PdfPages.NOT_SHOWN));
  }

  private List<Integer> ends(String text, float width) {
    List<Integer> ends = new ArrayList<>();
    breaks.setText(text);
    float used = 0;
    int from = breaks.first();
    for (int to = breaks.next(); to != BreakIterator.DONE; from = to, to = breaks.next()) {
      float piece = width(text.substring(from, to).stripTrailing());
      if (used > 0 && used + piece > width) {
        ends.add(from);
        used = 0;
      }
      if (piece > width) {
        used = cut(text, from, to, width, ends);
      } else {
        used += width(text.substring(from, to));
      }
    }
    ends.add(text.length());
    return ends;
  }

  /** Cuts what is longer than a line, such as an address, wherever the line is full. */
  private float cut(String text, int from, int to, float width, List<Integer> ends) {
    float used = 0;
    int start = from;
    for (int i = from; i < to; i += Character.charCount(text.codePointAt(i))) {
      float next = width(text.codePointAt(i));
      if (used + next > width && i > start) {
        ends.add(i);
        start = i;
        used = 0;
      }
      used += next;
    }
    return used;
  }

  private static String joined(String text) {
    boolean arabic =
        text.codePoints()
            .anyMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.ARABIC);
    if (!arabic) {
      return text;
    }
    try {
      return new ArabicShaping(JOINED).shape(text);
    } catch (ArabicShapingException e) {
      throw new IllegalStateException("growing and shrinking text has room for every shape", e);
    }
  }
}
