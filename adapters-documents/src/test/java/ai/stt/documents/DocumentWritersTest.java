package ai.stt.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.export.DocumentFonts;
import ai.stt.app.export.DocumentWriter;
import ai.stt.speech.transcript.Segment;
import ai.stt.speech.transcript.Transcript;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;

class DocumentWritersTest {
  private static final DocumentWriter PDF = new PdfDocumentWriter(DocumentFonts.none());
  private static final DocumentWriter DOCX = new DocxDocumentWriter();
  private static final String[] SPOKEN = {
    "Grüße aus dem office", "Привет, мир", "Καλημέρα κόσμε", "שלום עולם"
  };

  static Stream<DocumentWriter> writers() {
    return Stream.of(PDF, DOCX);
  }

  @Test
  void pdfShowsEuropeanScriptsAndHebrewWithoutAnyFontOfOthers() throws IOException {
    String text = pdfText(written(PDF, "Über ДЕЛО", true, said("Zoë", SPOKEN)));

    assertThat(text).contains("Über ДЕЛО", "Zoë", "0:00", "1:40").contains(SPOKEN);
    assertThat(text).doesNotContain("cannot be shown");
  }

  @Test
  void pdfSaysWhichCharactersItCannotShow() throws IOException {
    String text = pdfText(written(PDF, "Talk", true, said(null, "வணக்கம் 😀 你好 hello")));

    assertThat(text).contains("Tamil (7)", "Han (2)", "symbols (1)", "????", "hello");
  }

  @Test
  void aFontIsAskedForOnlyWhenACharacterNeedsIt() throws IOException {
    List<DocumentFonts.Script> asked = new ArrayList<>();
    DocumentFonts none =
        script -> {
          asked.add(script);
          return java.util.Optional.empty();
        };

    written(new PdfDocumentWriter(none), "Talk", true, said(null, "Hello"));
    assertThat(asked).isEmpty();
    written(new PdfDocumentWriter(none), "Talk", true, said(null, "مرحبا مرحبا", "नमस्ते।"));
    assertThat(asked).containsExactly(DocumentFonts.Script.ARABIC, DocumentFonts.Script.DEVANAGARI);
  }

  @Test
  void aPdfHasAsManyPagesAsItNeedsAndNoTextLeavesThePaper() throws IOException {
    String[] words = new String[400];
    Arrays.fill(words, "a sentence of some length that is broken into lines " + "x".repeat(300));
    byte[] pdf = written(PDF, "Long", true, said("Ann", words));

    try (PDDocument document = Loader.loadPDF(pdf)) {
      assertThat(document.getNumberOfPages()).isBetween(30, 60);
      assertThat(document.getDocumentInformation().getTitle()).isEqualTo("Long");
    }
    assertThat(pdfText(pdf).lines()).allMatch(line -> line.length() < 120);
  }

  @Test
  void docxHoldsTheWordsAndMarksWhatRunsFromRightToLeft() throws Exception {
    Document xml =
        documentXml(written(DOCX, "Talk <1> & \u0001 more", true, said("Ann", "Hi 你好", "שלום")));

    String text = xml.getDocumentElement().getTextContent();
    assertThat(text).contains("Talk <1> &  more", "Ann", "Hi 你好", "שלום");
    assertThat(xml.getElementsByTagName("w:bidi").getLength()).isEqualTo(1);
    assertThat(xml.getElementsByTagName("w:rtl").getLength()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("writers")
  void nobodyIsNamedWhenSpeakersAreNotWanted(DocumentWriter writer) throws Exception {
    byte[] file = written(writer, "Talk", false, said("Ann Other", "Hello"));

    assertThat(textOf(writer, file)).contains("Hello").doesNotContain("Ann Other");
  }

  @ParameterizedTest
  @MethodSource("writers")
  void silenceAndABlankTitleMakeADocumentToo(DocumentWriter writer) throws Exception {
    byte[] file = written(writer, " ", true, new Transcript("en", 1, 5, List.of()));

    assertThat(textOf(writer, file)).contains("Transcript", "0:05");
  }

  @ParameterizedTest
  @MethodSource("writers")
  void theStreamStaysOpenAndItsFailureIsTold(DocumentWriter writer) throws Exception {
    var closed = new AtomicBoolean();
    var out =
        new ByteArrayOutputStream() {
          @Override
          public void close() {
            closed.set(true);
          }
        };
    writer.write("Talk", said(null, "Hello"), true, out);
    assertThat(closed).isFalse();
    assertThat(textOf(writer, out.toByteArray())).contains("Hello");

    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("full");
          }
        };
    assertThatThrownBy(() -> writer.write("Talk", said(null, "Hello"), true, full))
        .isInstanceOf(IOException.class);
  }

  private static String textOf(DocumentWriter writer, byte[] file) throws Exception {
    return writer == PDF ? pdfText(file) : documentXml(file).getDocumentElement().getTextContent();
  }

  private static String pdfText(byte[] file) throws IOException {
    try (PDDocument document = Loader.loadPDF(file)) {
      return new PDFTextStripper().getText(document);
    }
  }

  private static Document documentXml(byte[] file) throws Exception {
    try (var zip = new ZipInputStream(new ByteArrayInputStream(file))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().equals("word/document.xml")) {
          return DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new ByteArrayInputStream(zip.readAllBytes()));
        }
      }
    }
    throw new AssertionError("no word/document.xml in the file");
  }

  private static byte[] written(
      DocumentWriter writer, String title, boolean speakers, Transcript transcript)
      throws IOException {
    var out = new ByteArrayOutputStream();
    writer.write(title, transcript, speakers, out);
    return out.toByteArray();
  }

  private static Transcript said(@Nullable String speaker, String... texts) {
    List<Segment> segments = new ArrayList<>();
    for (int i = 0; i < texts.length; i++) {
      segments.add(new Segment(i * 10, i * 10 + 1, texts[i], 1, List.of(), speaker));
    }
    return new Transcript("en", 1, Math.max(100, texts.length * 10), segments);
  }
}
