package ai.stt.documents;

import ai.stt.app.export.DocumentFonts;
import ai.stt.app.export.DocumentFonts.Script;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.Character.UnicodeBlock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.io.RandomAccessReadBufferedFile;
import org.apache.pdfbox.pdmodel.PDDocument;

/**
 * The fonts of one document. Liberation Sans, which PDFBox brings along, shows Latin, Cyrillic,
 * Greek and Hebrew; the others are asked for when a character needs them. One thread.
 */
final class DocumentFaces implements AutoCloseable {
  private static final String BASE = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

  private final PDDocument document;
  private final DocumentFonts fonts;
  private final Script han;
  private final FontFace base;
  private final Map<Script, Optional<FontFace>> faces = new EnumMap<>(Script.class);
  private final Map<Integer, Optional<FontFace>> known = new HashMap<>();
  private final Map<String, Integer> missing = new TreeMap<>();

  /**
   * Fonts for a document.
   *
   * @param language ISO 639 code, which tells how Han characters are to look
   */
  DocumentFaces(PDDocument document, DocumentFonts fonts, String language) throws IOException {
    this.document = document;
    this.fonts = fonts;
    this.han =
        switch (language) {
          case "ja" -> Script.JAPANESE;
          case "ko" -> Script.KOREAN;
          default -> Script.CHINESE;
        };
    try (InputStream in = Objects.requireNonNull(PDDocument.class.getResourceAsStream(BASE))) {
      this.base = FontFace.read(new RandomAccessReadBuffer(in.readAllBytes()), document);
    }
  }

  /** The font that shows a character; empty when none does. */
  Optional<FontFace> face(int codePoint) {
    return known.computeIfAbsent(codePoint, this::find);
  }

  /** The font for text of ours. */
  FontFace base() {
    return base;
  }

  /** Counts the characters of a text that no font shows. */
  void count(String text) {
    text.codePoints()
        .filter(c -> !isInvisible(c) && face(c).isEmpty())
        .forEach(c -> missing.merge(script(c), 1, Integer::sum));
  }

  /** How many counted characters cannot be shown, by the name of their script. */
  Map<String, Integer> missing() {
    return missing;
  }

  /** Puts the used glyphs into the document; to be called once, after the last text. */
  void embed() throws IOException {
    for (FontFace face : all()) {
      face.embed();
    }
  }

  /** Whether a character only steers others, such as a mark of direction or a joiner. */
  static boolean isInvisible(int codePoint) {
    int type = Character.getType(codePoint);
    return type == Character.FORMAT
        || type == Character.CONTROL
        || (codePoint >= 0xFE00 && codePoint <= 0xFE0F); // variation selectors
  }

  private Optional<FontFace> find(int codePoint) {
    if (base.has(codePoint)) {
      return Optional.of(base);
    }
    for (Script script : candidates(codePoint)) {
      Optional<FontFace> face = load(script);
      if (face.filter(f -> f.has(codePoint)).isPresent()) {
        return face;
      }
    }
    return List.copyOf(faces.values()).stream()
        .flatMap(Optional::stream)
        .filter(face -> face.has(codePoint))
        .findFirst();
  }

  /** Unicode gives shared punctuation no script, but a block tells where it is at home. */
  private Set<Script> candidates(int codePoint) {
    String block = String.valueOf(UnicodeBlock.of(codePoint));
    Set<Script> scripts = new LinkedHashSet<>();
    if (block.startsWith("ARABIC")) {
      scripts.add(Script.ARABIC);
    } else if (block.startsWith("DEVANAGARI")) {
      scripts.add(Script.DEVANAGARI);
    } else if (block.startsWith("HANGUL")) {
      scripts.add(Script.KOREAN);
    } else if (block.startsWith("HIRAGANA") || block.startsWith("KATAKANA")) {
      scripts.addAll(List.of(Script.JAPANESE, Script.CHINESE));
    } else if (block.startsWith("CJK") || block.startsWith("HALFWIDTH_AND")) {
      scripts.addAll(List.of(han, Script.CHINESE, Script.JAPANESE));
    }
    return scripts;
  }

  private Optional<FontFace> load(Script script) {
    return faces.computeIfAbsent(script, wanted -> fonts.font(wanted).map(this::read));
  }

  private FontFace read(Path file) {
    try {
      return FontFace.read(new RandomAccessReadBufferedFile(file.toFile()), document);
    } catch (IOException e) {
      throw new UncheckedIOException("a font cannot be read", e);
    }
  }

  private static String script(int codePoint) {
    Character.UnicodeScript script = Character.UnicodeScript.of(codePoint);
    String name =
        script == Character.UnicodeScript.COMMON ? "symbols" : script.name().replace('_', ' ');
    return name.substring(0, 1) + name.substring(1).toLowerCase(Locale.ROOT);
  }

  private List<FontFace> all() {
    List<FontFace> all = new ArrayList<>(List.of(base));
    faces.values().forEach(face -> face.ifPresent(all::add));
    return all;
  }

  @Override
  public void close() throws IOException {
    IOException first = null;
    for (FontFace face : all()) {
      try {
        face.close();
      } catch (IOException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
