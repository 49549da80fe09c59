package ai.stt.http.upload;

import ai.stt.http.access.Doorkeeper;
import ai.stt.http.error.ErrorAnswer;
import ai.stt.http.request.RequestIds;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * {@code /v1/uploads}: resumable uploads by the tus protocol 1.0.0, with creation, termination,
 * checksum and expiration. Of an account, each request counts among those of the minute, but for
 * large pieces. Thread-safe.
 */
@Path("/v1/uploads")
public final class TusResource {
  static final String VERSION = "1.0.0";
  private static final String OFFSET_STREAM = "application/offset+octet-stream";

  /** A piece of at least so much is no request of the minute: a long upload has many. */
  private static final long LARGE_PIECE_BYTES = 1 << 20;

  private final ResumableUploads uploads;
  private final Doorkeeper doorkeeper;
  private final long maxUploadBytes;

  /** A resource on a folder of uploads. */
  public TusResource(ResumableUploads uploads, Doorkeeper doorkeeper, long maxUploadBytes) {
    this.uploads = uploads;
    this.doorkeeper = doorkeeper;
    this.maxUploadBytes = maxUploadBytes;
  }

  @FunctionalInterface
  private interface Work {
    Response.ResponseBuilder of(Doorkeeper.Caller caller) throws IOException;
  }

  /** What the server can do. */
  @OPTIONS
  public Response options() {
    return Response.noContent()
        .header("Tus-Version", VERSION)
        .header("Tus-Max-Size", maxUploadBytes)
        .header("Tus-Extension", "creation,termination,checksum,expiration")
        .header("Tus-Checksum-Algorithm", String.join(",", TusHeaders.CHECKSUMS.keySet()))
        .build();
  }

  /** Starts an upload. */
  @POST
  public Response create(@Context HttpServletRequest request) throws IOException {
    return answer(
        request,
        caller -> {
          long length = TusHeaders.number(request, "Upload-Length");
          if (length > caller.maxUploadBytes()) {
            throw new SpeechException(
                ErrorCode.TOO_LARGE,
                "Upload-Length: larger than the %d bytes that you may send"
                    .formatted(caller.maxUploadBytes()));
          }
          ResumableUpload upload =
              uploads.create(uploader(caller), length, TusHeaders.metadata(request));
          return expiring(Response.created(URI.create("/v1/uploads/" + upload.id())), upload);
        });
  }

  /** How much is there. */
  @HEAD
  @Path("{id}")
  public Response head(@Context HttpServletRequest request, @PathParam("id") String id)
      throws IOException {
    return answer(
        request,
        caller -> {
          ResumableUpload upload = uploads.find(caller.id(), id);
          var found =
              expiring(Response.ok(), upload)
                  .header("Upload-Length", upload.length())
                  .header("Upload-Offset", upload.offset());
          return upload.metadata().isEmpty()
              ? found
              : found.header("Upload-Metadata", upload.metadata());
        });
  }

  /** Takes a piece. */
  @PATCH
  @Path("{id}")
  public Response append(@Context HttpServletRequest request, @PathParam("id") String id)
      throws IOException {
    return answer(
        request,
        request.getContentLengthLong() < LARGE_PIECE_BYTES,
        caller -> append(request, caller, id));
  }

  private Response.ResponseBuilder append(
      HttpServletRequest request, Doorkeeper.Caller caller, String id) throws IOException {
    if (!OFFSET_STREAM.equals(request.getContentType())) {
      throw new TusProblem(
          415, ErrorCode.INVALID_REQUEST, "Content-Type: must be " + OFFSET_STREAM);
    }
    ResumableUpload upload =
        uploads.append(
            caller.id(),
            id,
            TusHeaders.number(request, "Upload-Offset"),
            request.getInputStream(),
            TusHeaders.checksum(request));
    doorkeeper.confirm(request); // what came stays for those who may still go on with it
    return expiring(Response.noContent(), upload).header("Upload-Offset", upload.offset());
  }

  /** Deletes an upload. */
  @DELETE
  @Path("{id}")
  public Response delete(@Context HttpServletRequest request, @PathParam("id") String id)
      throws IOException {
    return answer(
        request,
        caller -> {
          uploads.delete(caller.id(), id);
          return Response.noContent();
        });
  }

  /** For clients behind proxies that let no PATCH and no DELETE through. */
  @POST
  @Path("{id}")
  public Response override(@Context HttpServletRequest request, @PathParam("id") String id)
      throws IOException {
    return switch (String.valueOf(request.getHeader("X-HTTP-Method-Override"))) {
      case "PATCH" -> append(request, id);
      case "DELETE" -> delete(request, id);
      default ->
          problem(
              request,
              new TusProblem(
                  400,
                  ErrorCode.INVALID_REQUEST,
                  "X-HTTP-Method-Override: PATCH or DELETE; or send those methods themselves"));
    };
  }

  private static Uploader uploader(Doorkeeper.Caller caller) {
    return new Uploader(caller.id(), caller.counted(), caller.account() == null);
  }

  private Response answer(HttpServletRequest request, Work work) throws IOException {
    return answer(request, true, work);
  }

  private Response answer(HttpServletRequest request, boolean counts, Work work)
      throws IOException {
    Doorkeeper.Caller caller = doorkeeper.identify(request, maxUploadBytes);
    if (counts) {
      doorkeeper.count(request, caller);
    }
    try {
      if (!VERSION.equals(request.getHeader("Tus-Resumable"))) {
        throw new TusProblem(
            412, ErrorCode.INVALID_REQUEST, "Tus-Resumable: this server speaks tus " + VERSION);
      }
      return work.of(caller).header("Cache-Control", "no-store").build();
    } catch (TusProblem e) {
      return problem(request, e);
    } catch (NoSuchFileException e) { // deleted meanwhile
      return problem(request, TusProblem.unknown());
    }
  }

  private static Response problem(HttpServletRequest request, TusProblem e) {
    return Response.status(e.status())
        .type(MediaType.APPLICATION_JSON_TYPE)
        .header("Tus-Version", VERSION)
        .header("Cache-Control", "no-store")
        .entity(ErrorAnswer.of(e.code(), e.sentence(), RequestIds.of(request)))
        .build();
  }

  private static Response.ResponseBuilder expiring(
      Response.ResponseBuilder builder, ResumableUpload upload) {
    return builder.header(
        "Upload-Expires",
        DateTimeFormatter.RFC_1123_DATE_TIME.format(upload.expiresAt().atOffset(ZoneOffset.UTC)));
  }
}
