import ai.stt.app.export.ExportFormat;
import ai.stt.app.export.ExportTranscript;
import ai.stt.app.export.SubtitleOptions;
import ai.stt.config.settings.Home;
import ai.stt.documents.DocxDocumentWriter;
import ai.stt.documents.PdfDocumentWriter;
import ai.stt.http.transcript.TranscriptAnswer;
import ai.stt.inference.catalog.fonts.PackagedFonts;
import ai.stt.platform.job.Job;
import ai.stt.platform.job.JobOptions;
import ai.stt.platform.job.JobOrder;
import ai.stt.platform.job.Slug;
import ai.stt.platform.transcript.Heard;
import ai.stt.platform.transcript.StoredSegment;
import ai.stt.platform.transcript.StoredTranscript;
import ai.stt.platform.transcript.TranscriptHead;
import ai.stt.speech.transcript.Segment;
import ai.stt.speech.transcript.Transcript;
import ai.stt.speech.transcript.Word;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.jackson.Jackson;
import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Instant;
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

  private static final String TITLE = "A long day";

  private ExportSpeed() {}

  public static void main(String[] args) throws Exception {
    Transcript transcript = transcript(3600 * Integer.parseInt(args[0]));
    Writing write = args[1].equals("json") ? json(transcript) : file(args[1]);
    double[] seconds = new double[2];
    long bytes = 0;
    for (int i = 0; i < seconds.length; i++) {
      var out = new Counted();
      long started = System.nanoTime();
      write.to(transcript, out);
      seconds[i] = (System.nanoTime() - started) / 1e9;
      bytes = out.bytes;
    }
    System.out.printf("%.3f\t%.3f\t%d%n", seconds[0], seconds[1], bytes);
  }

  private interface Writing {
    void to(Transcript transcript, OutputStream out) throws IOException;
  }

  private static Writing file(String name) {
    ExportFormat format = ExportFormat.find(name).orElseThrow();
    var export =
        new ExportTranscript(
            new DocxDocumentWriter(),
            new PdfDocumentWriter(new PackagedFonts(Home.ofProcess().folder())));
    return (transcript, out) ->
        export.write(format, TITLE, transcript, SubtitleOptions.DEFAULT, out);
  }

  /** As the server answers it: from what is stored, with the mapper of all its answers. */
  private static Writing json(Transcript transcript) {
    var now = Instant.EPOCH;
    var options = new JobOptions("base", null, null, true, 0);
    var order = new JobOrder(1, Slug.random(new SecureRandom()), 1, options, null, false, null, now);
    var done = new Job.Queued(order, 0).taken("worker", now).completed(now, 600);
    var heard = new Heard("base", "en", 1, transcript.duration(), null);
    List<StoredSegment> segments = new ArrayList<>();
    for (Segment segment : transcript.segments()) {
      segments.add(new StoredSegment(segments.size() + 1, segments.size(), segment));
    }
    var whole = new StoredTranscript(new TranscriptHead(done, TITLE, heard), segments);
    ObjectMapper mapper = Jackson.newObjectMapper();
    return (same, out) -> mapper.writeValue(out, TranscriptAnswer.of(whole));
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
