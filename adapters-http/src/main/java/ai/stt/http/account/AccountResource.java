package ai.stt.http.account;

import ai.stt.app.account.ChangeAccount;
import ai.stt.app.account.DeleteAccount;
import ai.stt.app.account.LogIn;
import ai.stt.app.account.Member;
import ai.stt.app.account.ReadAccount;
import ai.stt.http.access.Callers;
import ai.stt.http.access.SessionCookie;
import ai.stt.http.request.JsonBody;
import ai.stt.platform.key.Scope;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code /api/v1/account}: the caller's own account. Thread-safe. */
@Path("/api/v1/account")
@Produces(MediaType.APPLICATION_JSON)
public final class AccountResource {
  private static final String PREFERENCES = "email_preferences";
  private static final String KEEP_AUDIO = "keep_audio";
  private static final String TRANSCRIPT_READY = "transcript_ready";
  private static final String USAGE_ALERTS = "usage_alerts";
  private static final String PRODUCT_NEWS = "product_news";
  private static final Set<String> READ_ONLY =
      Set.of("id", "email", "created_at", "plan", "credits");

  private final Callers callers;
  private final LogIn logIn;
  private final ReadAccount read;
  private final ChangeAccount change;
  private final DeleteAccount delete;

  /** A resource on these use cases. */
  public AccountResource(
      Callers callers, LogIn logIn, ReadAccount read, ChangeAccount change, DeleteAccount delete) {
    this.logIn = logIn;
    this.callers = callers;
    this.read = read;
    this.change = change;
    this.delete = delete;
  }

  /** The account with its plan and credits. */
  @GET
  public Response show(@Context HttpServletRequest request) {
    long id = callers.require(request, Scope.READ).accountId();
    return answer(id);
  }

  /** Changes the name, the preferences and whether recordings are kept. */
  @PATCH
  @Consumes(MediaType.APPLICATION_JSON)
  public Response change(@Context HttpServletRequest request, InputStream body) throws IOException {
    long id = callers.require(request, Scope.MANAGE).accountId();
    change.change(
        id, wanted(JsonBody.read(body, List.of("name", PREFERENCES, KEEP_AUDIO), READ_ONLY)));
    return answer(id);
  }

  /** Deletes the account with everything that belongs to it, when the password is right. */
  @DELETE
  @Consumes(MediaType.APPLICATION_JSON)
  public Response delete(@Context HttpServletRequest request, InputStream body) throws IOException {
    Member member = callers.require(request, Scope.MANAGE);
    var _ = delete.requireDeletable(member.accountId());
    String password = JsonBody.read(body, "password").text("password");
    logIn.confirm(member.account(), password, callers.network(request));
    delete.delete(member.accountId());
    return Response.noContent().header(HttpHeaders.SET_COOKIE, SessionCookie.end(request)).build();
  }

  private static ChangeAccount.Change wanted(JsonBody body) {
    Optional<JsonBody> preferences =
        body.object(PREFERENCES, TRANSCRIPT_READY, USAGE_ALERTS, PRODUCT_NEWS);
    return new ChangeAccount.Change(
        body.optionalText("name"),
        preferences.flatMap(wanted -> wanted.flag(TRANSCRIPT_READY)),
        preferences.flatMap(wanted -> wanted.flag(USAGE_ALERTS)),
        preferences.flatMap(wanted -> wanted.flag(PRODUCT_NEWS)),
        body.flag(KEEP_AUDIO));
  }

  private Response answer(long id) {
    return Response.ok(AccountAnswer.of(read.read(id)))
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }
}
