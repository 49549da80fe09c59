package ai.stt.http.transcript;

import ai.stt.app.account.Member;
import ai.stt.app.storage.PageRequest;
import ai.stt.app.transcripts.ReadTranscripts;
import ai.stt.app.transcripts.TranscriptFilter;
import ai.stt.http.access.Callers;
import ai.stt.platform.job.JobStatus;
import ai.stt.platform.key.Scope;
import ai.stt.speech.text.Language;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/transcripts/}: the caller's transcripts, the newest first. Thread-safe. */
@Path("/api/v1/transcripts")
@Produces(MediaType.APPLICATION_JSON)
public final class TranscriptListResource {
  private static final int LONGEST_QUERY = 1000;

  private final ReadTranscripts read;
  private final Callers callers;

  /** Lists for these callers. */
  public TranscriptListResource(ReadTranscripts read, Callers callers) {
    this.read = read;
    this.callers = callers;
  }

  /** A filtered page. */
  @GET
  public PageAnswer<TranscriptAnswer> list(
      @Context HttpServletRequest request,
      @Context UriInfo uri,
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("offset") @Nullable String offset,
      @QueryParam("status") @Nullable String status,
      @QueryParam("language") @Nullable String language,
      @QueryParam("date_from") @Nullable String dateFrom,
      @QueryParam("date_to") @Nullable String dateTo,
      @QueryParam("q") @Nullable String query) {
    Member caller = callers.require(request, Scope.READ);
    PageRequest page = Fields.page(limit, offset);
    var filter =
        new TranscriptFilter(
            status(status),
            language(language),
            Fields.time("date_from", dateFrom, 0),
            Fields.time("date_to", dateTo, 1),
            query(query));
    return PageAnswer.of(
        read.list(caller.accountId(), filter, page), page, uri, TranscriptAnswer::of);
  }

  private static @Nullable JobStatus status(@Nullable String status) {
    return status == null
        ? null
        : JobStatus.find(status)
            .orElseThrow(() -> Fields.invalid("status", "one of " + JobStatus.allowed()));
  }

  private static @Nullable String language(@Nullable String language) {
    return language == null || language.isEmpty()
        ? null
        : Language.find(language)
            .map(Language::code)
            .orElseGet(() -> language.toLowerCase(Locale.ROOT));
  }

  private static @Nullable String query(@Nullable String query) {
    if (query == null || query.isBlank()) {
      return null;
    }
    if (query.codePointCount(0, query.length()) > LONGEST_QUERY) {
      throw Fields.invalid("q", "at most %d characters".formatted(LONGEST_QUERY));
    }
    return query;
  }
}
