package ai.stt.http.account;

import ai.stt.app.account.LogIn;
import ai.stt.app.account.ReadAccount;
import ai.stt.http.access.Callers;
import ai.stt.http.access.SessionCookie;
import ai.stt.http.request.JsonBody;
import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * {@code /api/v1/session}: logging in and out of the console. A log-in takes JSON only, which a
 * page of another site cannot send without asking first. Thread-safe.
 */
@Path("/api/v1/session")
@Produces(MediaType.APPLICATION_JSON)
public final class SessionResource {
  private final Callers callers;
  private final LogIn logIn;
  private final ReadAccount read;

  /** A resource on these use cases. */
  public SessionResource(Callers callers, LogIn logIn, ReadAccount read) {
    this.callers = callers;
    this.logIn = logIn;
    this.read = read;
  }

  /** Who is logged in, and until when. */
  record SessionAnswer(AccountAnswer account, @JsonProperty("expires_at") String expiresAt) {}

  /** Begins a session; its token is in the cookie only. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response logIn(@Context HttpServletRequest request, InputStream in) throws IOException {
    JsonBody body = JsonBody.read(in, "email", "password");
    LogIn.LoggedIn begun =
        logIn.logIn(body.text("email"), body.text("password"), callers.network(request));
    AccountAnswer account = AccountAnswer.of(read.read(begun.session().accountId()));
    return Response.ok(new SessionAnswer(account, begun.session().expiresAt().toString()))
        .header(HttpHeaders.SET_COOKIE, SessionCookie.begin(request, begun.token(), LogIn.SESSION))
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  /** Ends the session, if there is one. */
  @DELETE
  public Response logOut(@Context HttpServletRequest request) {
    Optional<String> token = SessionCookie.of(request);
    if (token.isPresent()) {
      SessionCookie.requireOwnPage(request);
      logIn.logOut(token.get());
    }
    return Response.noContent().header(HttpHeaders.SET_COOKIE, SessionCookie.end(request)).build();
  }
}
