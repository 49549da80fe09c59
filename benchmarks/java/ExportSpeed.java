import ai.stt.app.export.ExportFormat;
import ai.stt.app.export.ExportTranscript;
import ai.stt.app.export.SubtitleOptions;
import ai.stt.config.settings.Home;
import ai.stt.documents.DocxDocumentWriter;
import ai.stt.documents.PdfDocumentWriter;
import ai.stt.inference.catalog.fonts.PackagedFonts;
import ai.stt.speech.transcript.Segment;
import ai.stt.speech.transcript.Transcript;
import ai.stt.speech.transcript.Word;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A long transcript as a file. Arguments: hours, a format. Prints the seconds of the first export
 * of this process, those of the second, and bytes.
 */
final class ExportSpeed {
  private static final String[] SPOKEN =
      ("and so my fellow Americans ask not what your country can do for you ask what you can do for your"
              + " country the energy the faith the devotion which we bring to this endeavor will light it")
          .split(" ");

  private ExportSpeed() {}

  public static void main(String[] args) throws Exception {
    Transcript transcript = transcript(3600 * Integer.parseInt(args[0]));
    ExportFormat format = ExportFormat.find(args[1]).orElseThrow();
    var export =
        new ExportTranscript(
            new DocxDocumentWriter(),
            new PdfDocumentWriter(new PackagedFonts(Home.ofProcess().folder())));
    double[] seconds = new double[2];
    long bytes = 0;
    for (int i = 0; i < seconds.length; i++) {
      var out = new Counted();
      long started = System.nanoTime();
      export.write(format, "A long day", transcript, SubtitleOptions.DEFAULT, out);
      seconds[i] = (System.nanoTime() - started) / 1e9;
      bytes = out.bytes;
    }
    System.out.printf("%.3f\t%.3f\t%d%n", seconds[0], seconds[1], bytes);
  }

  /** Two and a half words a second, four seconds a segment, two speakers in turns of a minute. */
  private static Transcript transcript(int seconds) {
    List<Segment> segments = new ArrayList<>();
    var random = new Random(1); // a text that repeats itself would be packed to nothing
    for (int start = 0; start + 4 <= seconds; start += 4) {
      String speaker = "Speaker " + (1 + start / 60 % 2);
      List<Word> words = new ArrayList<>();
      var text = new StringBuilder();
      for (int i = 0; i < 10; i++) {
        String word = SPOKEN[random.nextInt(SPOKEN.length)] + (i == 9 ? "." : "");
        double from = start + 0.4 * i;
        words.add(new Word(word, from, Math.min(from + 0.35, start + 4), 0.9, speaker));
        text.append(i == 0 ? "" : " ").append(word);
      }
      segments.add(new Segment(start, start + 4, text.toString(), 0.9, words, speaker));
    }
    return new Transcript("en", 1, seconds, segments);
  }

  private static final class Counted extends OutputStream {
    private long bytes;

    @Override
    public void write(int b) {
      bytes++;
    }

    @Override
    public void write(byte[] buffer, int from, int length) {
      bytes += length;
    }
  }
}
