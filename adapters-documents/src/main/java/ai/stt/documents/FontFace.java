package ai.stt.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.fontbox.ttf.gsub.GsubWorker;
import org.apache.fontbox.ttf.gsub.GsubWorkerFactory;
import org.apache.fontbox.ttf.model.Language;
import org.apache.pdfbox.io.RandomAccessRead;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/** One font of one document; only the glyphs that the document uses are embedded. One thread. */
final class FontFace implements AutoCloseable {
  private final TrueTypeFont file;
  private final CmapLookup glyphs;
  private final PDType0Font font;
  private final float unitsPerEm;
  private final boolean composed;
  private final Set<Integer> used = new HashSet<>();
  private final Map<String, List<Integer>> words = new HashMap<>();

  private FontFace(TrueTypeFont file, PDDocument document) throws IOException {
    this.file = file;
    this.glyphs = file.getUnicodeCmapLookup();
    this.unitsPerEm = file.getUnitsPerEm();
    this.font = PDType0Font.load(document, file, true);
    this.composed = file.getGsubData().getLanguage() == Language.DEVANAGARI;
  }

  /** Reads a TrueType font; closes the bytes when the face is closed. */
  static FontFace read(RandomAccessRead bytes, PDDocument document) throws IOException {
    TrueTypeFont file = new TTFParser().parse(bytes);
    try {
      return new FontFace(file, document);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  PDType0Font font() {
    return font;
  }

  /** Whether letters become other glyphs together, so that glyphs alone do not tell the text. */
  boolean isComposed() {
    return composed;
  }

  boolean has(int codePoint) {
    return glyphs.getGlyphId(codePoint) != 0;
  }

  /** Advance of a character at font size 1. */
  float width(int codePoint) {
    try {
      return file.getAdvanceWidth(glyphs.getGlyphId(codePoint)) / unitsPerEm;
    } catch (IOException e) {
      throw new UncheckedIOException("the font's widths cannot be read", e);
    }
  }

  /**
   * The glyphs of a text from left to right; they will be embedded.
   *
   * @param word of a composed font one word, with the space behind it or without
   */
  List<Integer> glyphs(String word) {
    return composed ? words.computeIfAbsent(word, this::compose) : plain(word);
  }

  private List<Integer> plain(String word) {
    List<Integer> ids = new ArrayList<>(word.length());
    for (int i = 0; i < word.length(); i += Character.charCount(word.codePointAt(i))) {
      int codePoint = word.codePointAt(i);
      if (used.add(codePoint)) {
        font.addToSubset(codePoint);
      }
      ids.add(glyphs.getGlyphId(codePoint));
    }
    return ids;
  }

  private List<Integer> compose(String word) {
    GsubWorker worker = new GsubWorkerFactory().getGsubWorker(glyphs, font.getGsubData());
    List<Integer> ids = new ArrayList<>(worker.applyTransforms(plain(word.stripTrailing())));
    ids.addAll(plain(word.substring(word.stripTrailing().length())));
    font.addGlyphsToSubset(new HashSet<>(ids));
    return ids;
  }

  /** Puts the used glyphs into the document; to be called once, after the last text. */
  void embed() throws IOException {
    if (!used.isEmpty()) {
      font.subset();
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
