package ai.stt.config.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.export.ExportFormat;
import ai.stt.app.export.ExportTranscript;
import ai.stt.app.export.SubtitleOptions;
import ai.stt.documents.DocxDocumentWriter;
import ai.stt.documents.PdfDocumentWriter;
import ai.stt.inference.catalog.fonts.PackagedFonts;
import ai.stt.speech.transcript.Segment;
import ai.stt.speech.transcript.Transcript;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.contentstream.PDFStreamEngine;
import org.apache.pdfbox.contentstream.operator.text.BeginText;
import org.apache.pdfbox.contentstream.operator.text.EndText;
import org.apache.pdfbox.contentstream.operator.text.SetFontAndSize;
import org.apache.pdfbox.contentstream.operator.text.ShowText;
import org.apache.pdfbox.contentstream.operator.text.ShowTextAdjusted;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.util.Matrix;
import org.apache.pdfbox.util.Vector;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exported files, opened by programs of others: PDFium, python-docx, Python's csv, srt, webvtt. */
class DocumentsIT {
  private static final List<String> SAID =
      List.of(
          "Hello office, it's \u201cquoted\u201d",
          "Привет мир, Ελληνικά",
          "مرحبا بالعالم",
          "שלום עולם",
          "你好世界",
          "नमस्ते दुनिया, विद्यार्थी");

  @TempDir private static Path folder = Path.of("");

  @BeforeAll
  static void installThePrograms() throws InterruptedException {
    Shell.Result installed =
        Shell.run(
            Map.of(),
            "python3",
            "-m",
            "pip",
            "install",
            "--quiet",
            "--target",
            folder.resolve("python").toString(),
            "pypdfium2==5.15.2",
            "python-docx==1.2.0",
            "srt==3.5.3",
            "webvtt-py==0.5.1");
    assertThat(installed.code()).as(installed.err()).isZero();
  }

  @Test
  void pdfShowsEveryScript() throws Exception {
    String text =
        read(
            ExportFormat.PDF,
            """
            import sys, pypdfium2
            document = pypdfium2.PdfDocument(sys.argv[1])
            print("".join(page.get_textpage().get_text_range() for page in document))
            """);

    assertThat(text).contains("Talk", "0:10", "Ann").contains(SAID);
    assertThat(text).doesNotContain("cannot be shown");
  }

  @Test
  void pdfBringsTheFontsOfEveryScriptAlongAndNoGlyphIsMissing() throws Exception {
    Path file = exported(ExportFormat.PDF);

    var seen = new SeenGlyphs();
    try (PDDocument document = Loader.loadPDF(file.toFile())) {
      for (PDPage page : document.getPages()) {
        seen.processPage(page);
      }
    }
    assertThat(seen.glyphs).hasSizeGreaterThan(40);
    assertThat(seen.glyphs).as("0 is .notdef").doesNotContainValue(0);
    assertThat(seen.fonts.keySet()).allMatch(name -> name.matches("[A-Z]{6}\\+.+"), "a subset");
    assertThat(seen.fonts).doesNotContainValue(false);
    assertThat(String.join(" ", seen.fonts.keySet()))
        .contains("LiberationSans", "NotoNaskhArabic", "NotoSansSC", "NotoSansDevanagari");
  }

  /** What pages show, as a reader of others finds it in the file. */
  private static final class SeenGlyphs extends PDFStreamEngine {
    /** Whether each font is embedded. */
    private final Map<String, Boolean> fonts = new HashMap<>();

    /** The glyph of each code of each font. */
    private final Map<String, Integer> glyphs = new HashMap<>();

    SeenGlyphs() {
      addOperator(new BeginText(this));
      addOperator(new EndText(this));
      addOperator(new SetFontAndSize(this));
      addOperator(new ShowText(this));
      addOperator(new ShowTextAdjusted(this));
    }

    @Override
    protected void showGlyph(Matrix matrix, PDFont font, int code, Vector displacement)
        throws IOException {
      fonts.put(font.getName(), font.isEmbedded());
      glyphs.put(font.getName() + " " + code, ((PDType0Font) font).codeToGID(code));
    }
  }

  @Test
  void docxHoldsEveryScript() throws Exception {
    assertThat(
            read(
                ExportFormat.DOCX,
                """
                import sys, docx
                print("\\n".join(p.text for p in docx.Document(sys.argv[1]).paragraphs))
                """))
        .contains("Talk", "Ann")
        .contains(SAID);
  }

  @Test
  void csvIsATable() throws Exception {
    assertThat(
            read(
                ExportFormat.CSV,
                """
                import sys, csv
                for row in csv.DictReader(open(sys.argv[1], newline="", encoding="utf-8")):
                    print(float(row["start"]), row["speaker"], row["text"])
                """))
        .contains("10.0 Ann Привет")
        .contains(SAID);
  }

  @Test
  void subtitlesAreSubtitles() throws Exception {
    assertThat(
            read(
                ExportFormat.SRT,
                """
                import sys, srt
                print("\\n".join(c.content for c in srt.parse(open(sys.argv[1], encoding="utf-8"))))
                """))
        .contains("Ann: Hello")
        .contains("你好世界");
    assertThat(
            read(
                ExportFormat.VTT,
                """
                import sys, webvtt
                print("\\n".join((c.voice or "") + c.text for c in webvtt.read(sys.argv[1])))
                """))
        .contains("Ann")
        .contains("你好世界");
  }

  private static String read(ExportFormat format, String script)
      throws IOException, InterruptedException {
    Path file = exported(format);
    Shell.Result result =
        Shell.run(
            Map.of("PYTHONPATH", folder.resolve("python").toString(), "PYTHONIOENCODING", "utf-8"),
            "python3",
            "-c",
            script,
            file.toString());
    assertThat(result.code()).as(result.err()).isZero();
    return result.out();
  }

  private static Path exported(ExportFormat format) throws IOException {
    Path file = folder.resolve("export." + format.extension());
    try (OutputStream out = Files.newOutputStream(file)) {
      exports().write(format, "Talk", transcript(), SubtitleOptions.DEFAULT, out);
    }
    return file;
  }

  /** Fonts are kept in the user's home, as models are, so that they are fetched once. */
  private static ExportTranscript exports() {
    Path home =
        Path.of(
            Objects.requireNonNullElse(
                System.getenv("STT_HOME"), System.getProperty("user.home") + "/.stt"));
    return new ExportTranscript(
        new DocxDocumentWriter(), new PdfDocumentWriter(new PackagedFonts(home)));
  }

  private static Transcript transcript() {
    List<Segment> segments = new ArrayList<>();
    for (String text : SAID) {
      double start = segments.size() * 10;
      segments.add(new Segment(start, start + 3, text, 1, List.of(), "Ann"));
    }
    return new Transcript("en", 1, 100, segments);
  }
}
