package ai.stt.http.transcript;

import ai.stt.app.job.CancelJob;
import ai.stt.app.job.DeleteTranscript;
import ai.stt.app.transcripts.EditTranscript;
import ai.stt.app.transcripts.ReadTranscripts;
import ai.stt.app.transcripts.TranscriptRef;
import ai.stt.http.access.Callers;
import ai.stt.http.request.JsonBody;
import ai.stt.platform.key.Scope;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** {@code /api/v1/transcripts/:id/}, by number or slug. Thread-safe. */
@Path("/api/v1/transcripts/{id}")
@Produces(MediaType.APPLICATION_JSON)
public final class TranscriptResource {
  private static final String TITLE = "title";

  private final ReadTranscripts read;
  private final EditTranscript edit;
  private final DeleteTranscript delete;
  private final CancelJob cancel;
  private final Callers callers;

  /** Transcripts of these callers. */
  public TranscriptResource(
      ReadTranscripts read,
      EditTranscript edit,
      DeleteTranscript delete,
      CancelJob cancel,
      Callers callers) {
    this.read = read;
    this.edit = edit;
    this.delete = delete;
    this.cancel = cancel;
    this.callers = callers;
  }

  /** The transcript with its segments; before it is completed its status and progress. */
  @GET
  public TranscriptAnswer get(@Context HttpServletRequest request, @PathParam("id") String id) {
    long account = callers.require(request, Scope.READ).accountId();
    return TranscriptAnswer.of(read.whole(account, TranscriptRef.parse(id)));
  }

  /** Gives it another title. */
  @PATCH
  @Consumes(MediaType.APPLICATION_JSON)
  public TranscriptAnswer rename(
      @Context HttpServletRequest request, @PathParam("id") String id, InputStream body)
      throws IOException {
    long account = callers.require(request, Scope.MANAGE).accountId();
    TranscriptRef ref = TranscriptRef.parse(id);
    JsonBody wanted = JsonBody.readLong(body, List.of(TITLE), TranscriptAnswer.READ_ONLY);
    edit.rename(account, ref, wanted.text(TITLE));
    return TranscriptAnswer.of(read.whole(account, ref));
  }

  /** Deletes it with its recording; a job that is not done is called off. */
  @DELETE
  public void delete(@Context HttpServletRequest request, @PathParam("id") String id) {
    long account = callers.require(request, Scope.MANAGE).accountId();
    delete.delete(account, TranscriptRef.parse(id));
  }

  /** Calls the job off and keeps the entry, with the status canceled. */
  @POST
  @Path("cancel")
  public TranscriptAnswer cancel(@Context HttpServletRequest request, @PathParam("id") String id) {
    long account = callers.require(request, Scope.MANAGE).accountId();
    TranscriptRef ref = TranscriptRef.parse(id);
    cancel.cancel(account, ref);
    return TranscriptAnswer.of(read.whole(account, ref));
  }
}
