package ai.stt.http.transcript;

import ai.stt.app.blob.Blob;
import ai.stt.app.job.KeepAudio;
import ai.stt.app.transcripts.TranscriptRef;
import ai.stt.http.access.Callers;
import ai.stt.platform.key.Scope;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;

/** {@code /api/v1/transcripts/:id/audio/}: the recording that was kept. Thread-safe. */
@Path("/api/v1/transcripts/{id}/audio")
public final class AudioResource {
  private final KeepAudio audio;
  private final Callers callers;

  /** Recordings of these callers. */
  public AudioResource(KeepAudio audio, Callers callers) {
    this.audio = audio;
    this.callers = callers;
  }

  /** The recording as it was sent; a browser never shows it as a page. */
  @GET
  public Response download(@Context HttpServletRequest request, @PathParam("id") String id) {
    long account = callers.require(request, Scope.READ).accountId();
    KeepAudio.Audio kept = audio.open(account, TranscriptRef.parse(id));
    StreamingOutput body =
        out -> {
          try (Blob blob = kept.content()) {
            blob.content().transferTo(out);
          }
        };
    return Response.ok(body, MediaType.APPLICATION_OCTET_STREAM_TYPE)
        .header(HttpHeaders.CONTENT_LENGTH, kept.content().sizeBytes())
        .header(HttpHeaders.CONTENT_DISPOSITION, Attachment.named(kept.title()))
        .header(HttpHeaders.CONTENT_ENCODING, "identity")
        .header("X-Content-Type-Options", "nosniff")
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  /** Deletes the recording; the transcript stays. */
  @DELETE
  public void delete(@Context HttpServletRequest request, @PathParam("id") String id) {
    long account = callers.require(request, Scope.MANAGE).accountId();
    audio.delete(account, TranscriptRef.parse(id));
  }
}
