package ai.stt.http.transcript;

import ai.stt.app.storage.PageRequest;
import ai.stt.app.transcripts.EditTranscript;
import ai.stt.app.transcripts.ReadTranscripts;
import ai.stt.app.transcripts.TranscriptRef;
import ai.stt.http.access.Callers;
import ai.stt.http.request.JsonBody;
import ai.stt.platform.key.Scope;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The segments and the speakers of a transcript. Thread-safe. */
@Path("/api/v1/transcripts/{id}")
@Produces(MediaType.APPLICATION_JSON)
public final class SegmentsResource {
  private static final int MOST_SPEAKERS = 100;
  private static final String NAMES =
      "speakers: send a JSON object of 1 to %d new names by old ones, such as {\"Speaker 1\": \"Ada\"}"
          .formatted(MOST_SPEAKERS);

  private final ReadTranscripts read;
  private final EditTranscript edit;
  private final Callers callers;

  /** Segments of these callers' transcripts. */
  public SegmentsResource(ReadTranscripts read, EditTranscript edit, Callers callers) {
    this.read = read;
    this.edit = edit;
    this.callers = callers;
  }

  /** A page of the segments, in their order. */
  @GET
  @Path("segments")
  public PageAnswer<TranscriptAnswer.SegmentAnswer> list(
      @Context HttpServletRequest request,
      @Context UriInfo uri,
      @PathParam("id") String id,
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("offset") @Nullable String offset) {
    long account = callers.require(request, Scope.READ).accountId();
    PageRequest page = Fields.page(limit, offset);
    return PageAnswer.of(
        read.segments(account, TranscriptRef.parse(id), page),
        page,
        uri,
        TranscriptAnswer.SegmentAnswer::of);
  }

  /** Corrects the text or the speaker of one segment. */
  @PATCH
  @Path("segments/{segment}")
  @Consumes(MediaType.APPLICATION_JSON)
  public TranscriptAnswer.SegmentAnswer change(
      @Context HttpServletRequest request,
      @PathParam("id") String id,
      @PathParam("segment") String segment,
      InputStream body)
      throws IOException {
    long account = callers.require(request, Scope.MANAGE).accountId();
    TranscriptRef ref = TranscriptRef.parse(id);
    if (!TranscriptRef.NUMBER.matcher(segment).matches()) {
      throw new SpeechException(ErrorCode.NOT_FOUND, "the transcript has no such segment");
    }
    JsonBody wanted =
        JsonBody.readLong(
            body, List.of("text", "speaker"), TranscriptAnswer.SegmentAnswer.READ_ONLY);
    return TranscriptAnswer.SegmentAnswer.of(
        edit.changeSegment(
            account,
            ref,
            Long.parseLong(segment),
            wanted.optionalText("text").orElse(null),
            wanted.optionalText("speaker").orElse(null)));
  }

  /** Renames speakers wherever they speak: an object of new names by old ones. */
  @PATCH
  @Path("speakers")
  @Consumes(MediaType.APPLICATION_JSON)
  public TranscriptAnswer rename(
      @Context HttpServletRequest request, @PathParam("id") String id, InputStream body)
      throws IOException {
    long account = callers.require(request, Scope.MANAGE).accountId();
    TranscriptRef ref = TranscriptRef.parse(id);
    edit.renameSpeakers(account, ref, JsonBody.readTexts(body, MOST_SPEAKERS, NAMES));
    return TranscriptAnswer.of(read.whole(account, ref));
  }
}
