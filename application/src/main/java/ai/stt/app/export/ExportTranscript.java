package ai.stt.app.export;

import ai.stt.speech.transcript.Transcript;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** Writes a transcript as a file of any {@link ExportFormat}. Thread-safe. */
public final class ExportTranscript {
  private final DocumentWriter docx;
  private final DocumentWriter pdf;

  /** An export on the writers of documents. */
  public ExportTranscript(DocumentWriter docx, DocumentWriter pdf) {
    this.docx = docx;
    this.pdf = pdf;
  }

  /**
   * Writes the whole file, and flushes but does not close {@code out}.
   *
   * @param title for the documents that have one
   * @throws IOException when {@code out} fails
   */
  public void write(
      ExportFormat format,
      String title,
      Transcript transcript,
      SubtitleOptions options,
      OutputStream out)
      throws IOException {
    switch (format) {
      case TXT -> text(TranscriptFormat.TXT, transcript, options, out);
      case SRT -> text(TranscriptFormat.SRT, transcript, options, out);
      case VTT -> text(TranscriptFormat.VTT, transcript, options, out);
      case CSV -> text(TranscriptFormat.CSV, transcript, options, out);
      case DOCX -> docx.write(title, transcript, options.speakers(), out);
      case PDF -> pdf.write(title, transcript, options.speakers(), out);
    }
  }

  private static void text(
      TranscriptFormat format, Transcript transcript, SubtitleOptions options, OutputStream out)
      throws IOException {
    Writer writer =
        new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
    format.write(transcript, options, writer);
    writer.flush();
  }
}
