package ai.stt.http.transcript;

import ai.stt.app.export.ExportFormat;
import ai.stt.app.export.ExportTranscript;
import ai.stt.app.export.SubtitleOptions;
import ai.stt.app.transcripts.ReadTranscripts;
import ai.stt.app.transcripts.TranscriptRef;
import ai.stt.http.access.Callers;
import ai.stt.platform.job.JobStatus;
import ai.stt.platform.key.Scope;
import ai.stt.platform.transcript.StoredTranscript;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/transcripts/:id/export/:format/}: a transcript as a file. Thread-safe. */
@Path("/api/v1/transcripts/{id}/export/{format}")
public final class ExportResource {
  private static final String JSON = "json";

  private final ReadTranscripts read;
  private final ExportTranscript export;
  private final Callers callers;

  /** Exports of these callers' transcripts. */
  public ExportResource(ReadTranscripts read, ExportTranscript export, Callers callers) {
    this.read = read;
    this.export = export;
    this.callers = callers;
  }

  /** The file. */
  @GET
  public Response export(
      @Context HttpServletRequest request,
      @PathParam("id") String id,
      @PathParam("format") String format,
      @QueryParam("max_line_chars") @Nullable String maxLineChars,
      @QueryParam("max_lines") @Nullable String maxLines,
      @QueryParam("speakers") @Nullable String speakers) {
    long account = callers.require(request, Scope.READ).accountId();
    Optional<ExportFormat> known = ExportFormat.find(format);
    if (known.isEmpty() && !format.equalsIgnoreCase(JSON)) {
      throw Fields.invalid("format", "one of %s, %s".formatted(ExportFormat.allowed(), JSON));
    }
    SubtitleOptions options = options(maxLineChars, maxLines, speakers);
    StoredTranscript whole = read.whole(account, TranscriptRef.parse(id));
    requireCompleted(whole);
    return known
        .map(wanted -> file(wanted, whole, options))
        .orElseGet(
            () ->
                response(whole, JSON, MediaType.APPLICATION_JSON_TYPE, TranscriptAnswer.of(whole)));
  }

  private Response file(ExportFormat format, StoredTranscript whole, SubtitleOptions options) {
    MediaType type = MediaType.valueOf(format.mediaType());
    boolean text = type.getType().equals("text") || format == ExportFormat.SRT;
    String title = whole.head().title();
    StreamingOutput body = out -> export.write(format, title, whole.transcript(), options, out);
    return response(whole, format.extension(), text ? type.withCharset("utf-8") : type, body);
  }

  private static Response response(
      StoredTranscript whole, String extension, MediaType type, Object body) {
    return Response.ok(body, type)
        .header(HttpHeaders.CONTENT_DISPOSITION, Attachment.named(whole.head().title(), extension))
        .header("X-Content-Type-Options", "nosniff")
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  private static SubtitleOptions options(
      @Nullable String maxLineChars, @Nullable String maxLines, @Nullable String speakers) {
    SubtitleOptions usual = SubtitleOptions.DEFAULT;
    return new SubtitleOptions(
        Fields.number(
            "max_line_chars", maxLineChars, usual.maxLineCharacters(), "a number from 10 to 200"),
        Fields.number("max_lines", maxLines, usual.maxLines(), "a number from 1 to 6"),
        Fields.bool("speakers", speakers, usual.speakers()));
  }

  private static void requireCompleted(StoredTranscript whole) {
    JobStatus status = whole.head().job().status();
    if (status != JobStatus.COMPLETED) {
      throw new SpeechException(
          ErrorCode.CONFLICT,
          "the transcription is %s, so there is nothing to export".formatted(status.text()));
    }
  }
}
