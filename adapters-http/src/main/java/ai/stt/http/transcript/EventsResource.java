package ai.stt.http.transcript;

import ai.stt.app.job.AwaitJob;
import ai.stt.app.transcripts.ReadTranscripts;
import ai.stt.app.transcripts.TranscriptRef;
import ai.stt.http.access.Callers;
import ai.stt.platform.key.Scope;
import ai.stt.platform.transcript.TranscriptHead;
import ai.stt.speech.error.SpeechException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * {@code GET /api/v1/transcripts/:id/events/}: the progress as server-sent events (WHATWG HTML,
 * 9.2) named {@code progress}, and at the end one named by the final status. Thread-safe.
 */
@Path("/api/v1/transcripts/{id}/events")
public final class EventsResource {
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final int LOOKS_BETWEEN_SIGNS_OF_LIFE = 15;

  private final ReadTranscripts read;
  private final AwaitJob await;
  private final Callers callers;
  private final Listeners listeners = new Listeners();
  private final ObjectMapper json = new ObjectMapper();

  /** Events of these callers' transcripts. */
  public EventsResource(ReadTranscripts read, AwaitJob await, Callers callers) {
    this.read = read;
    this.await = await;
    this.callers = callers;
  }

  /** The stream, which ends with the job. */
  @GET
  public Response events(@Context HttpServletRequest request, @PathParam("id") String id) {
    long account = callers.require(request, Scope.READ).accountId();
    TranscriptHead head = read.head(account, TranscriptRef.parse(id));
    Listeners.Listener listener = listeners.enter(account);
    StreamingOutput stream =
        out -> {
          try (listener) {
            send(head, out);
          }
        };
    return Response.ok(stream, MediaType.SERVER_SENT_EVENTS_TYPE.withCharset("utf-8"))
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .header(HttpHeaders.CONTENT_ENCODING, "identity") // a compressor would hold events back
        .header("X-Accel-Buffering", "no")
        .build();
  }

  private void send(TranscriptHead first, OutputStream out) throws IOException {
    var ref = new TranscriptRef.ById(first.id());
    TranscriptHead head = first;
    double told = -1;
    try {
      for (int looks = 0; !head.job().ended(); looks++) {
        double progress = TranscriptAnswer.progress(head.job());
        if (progress != told) {
          event("progress", head, out);
          told = progress;
        } else if (looks % LOOKS_BETWEEN_SIGNS_OF_LIFE == 0) {
          write(": still here\n\n", out);
        }
        var _ = await.await(head.id(), LOOK);
        head = read.head(first.accountId(), ref);
      }
      event(head.job().status().text(), head, out);
    } catch (SpeechException e) { // deleted, or the database is away: the client asks again
      write("event: error\ndata: %s\n\n".formatted(json.writeValueAsString(e.getMessage())), out);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void event(String name, TranscriptHead head, OutputStream out) throws IOException {
    write(
        "event: %s\ndata: %s\n\n"
            .formatted(name, json.writeValueAsString(TranscriptAnswer.of(head))),
        out);
  }

  private static void write(String text, OutputStream out) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
