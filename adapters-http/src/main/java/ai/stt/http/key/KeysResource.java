package ai.stt.http.key;

import ai.stt.app.account.Member;
import ai.stt.app.key.CreateKey;
import ai.stt.app.key.KeyUse;
import ai.stt.app.key.ListKeys;
import ai.stt.app.key.NewKey;
import ai.stt.app.key.RevokeKey;
import ai.stt.app.storage.PageRequest;
import ai.stt.http.access.Callers;
import ai.stt.http.request.JsonBody;
import ai.stt.http.request.ListAnswer;
import ai.stt.platform.key.Scope;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** {@code /api/v1/keys}: the caller's keys. Thread-safe. */
@Path("/api/v1/keys")
@Produces(MediaType.APPLICATION_JSON)
public final class KeysResource {
  private final Callers callers;
  private final ListKeys list;
  private final CreateKey create;
  private final RevokeKey revoke;
  private final KeyUse use;

  /** A resource on these use cases. */
  public KeysResource(
      Callers callers, ListKeys list, CreateKey create, RevokeKey revoke, KeyUse use) {
    this.callers = callers;
    this.list = list;
    this.create = create;
    this.revoke = revoke;
    this.use = use;
  }

  /** The keys, the oldest first, without their secrets. */
  @GET
  public Response list(@Context HttpServletRequest request) {
    Member member = callers.require(request, Scope.READ);
    PageRequest wanted = ListAnswer.wanted(request);
    use.flush();
    var page = list.list(member.accountId(), wanted);
    return Response.ok(ListAnswer.of(request, wanted, page, KeyAnswer::of))
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  /** Makes a key that may do no more than the caller's own. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response create(@Context HttpServletRequest request, InputStream in) throws IOException {
    Member member = callers.require(request, Scope.MANAGE);
    JsonBody body = JsonBody.read(in, "name", "scopes");
    Set<Scope> scopes = body.texts("scopes").map(KeysResource::scopes).orElse(member.scopes());
    scopes.forEach(member::require);
    NewKey made = create.create(member.accountId(), body.text("name"), scopes);
    return Response.status(Response.Status.CREATED)
        .entity(KeyAnswer.of(made))
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  /** Revokes a key; the next request with it is refused. */
  @DELETE
  @Path("/{id}")
  public Response revoke(@Context HttpServletRequest request, @PathParam("id") String id) {
    Member member = callers.require(request, Scope.MANAGE);
    revoke.revoke(member.accountId(), number(id));
    return Response.noContent().build();
  }

  private static Set<Scope> scopes(List<String> names) {
    Set<Scope> scopes = new TreeSet<>();
    for (String name : names) {
      try {
        scopes.add(Scope.valueOf(name.toUpperCase(Locale.ROOT)));
      } catch (IllegalArgumentException e) {
        throw new SpeechException(
            ErrorCode.INVALID_REQUEST, "scopes: each one of transcribe, read, manage", e);
      }
    }
    return scopes;
  }

  /** What is no id of a key names none. */
  private static long number(String id) {
    if (!id.matches("[0-9]{1,18}")) {
      throw new SpeechException(ErrorCode.NOT_FOUND, "there is no such key");
    }
    return Long.parseLong(id);
  }
}
