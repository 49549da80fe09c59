package ai.stt.http.usage;

import ai.stt.app.account.Member;
import ai.stt.app.usage.CountRequests;
import ai.stt.app.usage.ReadUsage;
import ai.stt.app.usage.UsageReport;
import ai.stt.http.access.Callers;
import ai.stt.platform.key.Scope;
import ai.stt.platform.usage.Usage;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** {@code GET /api/v1/usage}: the last thirty days, day by day. Thread-safe. */
@Path("/api/v1/usage")
@Produces(MediaType.APPLICATION_JSON)
public final class UsageResource {
  private final Callers callers;
  private final ReadUsage read;
  private final CountRequests requests;

  /** A resource on these use cases. */
  public UsageResource(Callers callers, ReadUsage read, CountRequests requests) {
    this.callers = callers;
    this.read = read;
    this.requests = requests;
  }

  /**
   * Thirty days, today (UTC) last, also those without usage.
   *
   * @param total of them
   */
  record UsageAnswer(List<DayAnswer> days, SumAnswer total) {}

  /**
   * A day.
   *
   * @param date such as {@code 2026-01-31}
   */
  record DayAnswer(String date, long requests, long transcriptions, double minutes, long credits) {}

  /** All days together. */
  record SumAnswer(long requests, long transcriptions, double minutes, long credits) {}

  /** The usage, with the requests up to this one. */
  @GET
  public Response show(@Context HttpServletRequest request) {
    Member member = callers.require(request, Scope.READ);
    requests.flush();
    UsageReport report = read.lastThirtyDays(member.accountId());
    return Response.ok(answer(report)).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
  }

  private static UsageAnswer answer(UsageReport report) {
    List<DayAnswer> days =
        report.days().stream()
            .map(
                day -> {
                  Usage usage = day.usage();
                  return new DayAnswer(
                      day.date().toString(),
                      usage.requests(),
                      usage.transcriptions(),
                      usage.minutes(),
                      usage.credits());
                })
            .toList();
    Usage total = report.total();
    return new UsageAnswer(
        days,
        new SumAnswer(total.requests(), total.transcriptions(), total.minutes(), total.credits()));
  }
}
