package ai.stt.http.cloud;

import ai.stt.app.account.Member;
import ai.stt.app.cloud.RegisterInstance;
import ai.stt.app.cloud.WatchInstances;
import ai.stt.http.access.Callers;
import ai.stt.http.request.JsonBody;
import ai.stt.platform.cloud.CloudInstance.Status;
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

/** {@code /api/v1/cloud}: the caller's instances, and their reports. Thread-safe. */
@Path("/api/v1/cloud")
@Produces(MediaType.APPLICATION_JSON)
public final class CloudResource {
  private final Callers callers;
  private final RegisterInstance register;
  private final WatchInstances watch;

  /** A resource on these use cases. */
  public CloudResource(Callers callers, RegisterInstance register, WatchInstances watch) {
    this.callers = callers;
    this.register = register;
    this.watch = watch;
  }

  /**
   * What the account has.
   *
   * @param subscribed whether its plan lets it register instances
   */
  record CloudAnswer(boolean subscribed, List<InstanceAnswer> instances) {}

  /** The instances with their status now. */
  @GET
  public Response show(@Context HttpServletRequest request) {
    Member member = callers.require(request, Scope.READ);
    var answer =
        new CloudAnswer(
            member.plan().privateCloud(),
            watch.of(member.accountId()).stream().map(InstanceAnswer::of).toList());
    return Response.ok(answer).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
  }

  /** Registers an instance; its token is shown this once. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response register(@Context HttpServletRequest request, InputStream in) throws IOException {
    Member member = callers.require(request, Scope.MANAGE);
    JsonBody body = JsonBody.read(in, "name", "region", "url");
    RegisterInstance.Registered made =
        register.register(
            member.accountId(),
            member.plan(),
            body.text("name"),
            body.optionalText("region").orElse(""),
            body.optionalText("url").orElse(null));
    return Response.status(Response.Status.CREATED)
        .entity(InstanceAnswer.of(made.instance(), Status.PENDING, made.token().reveal()))
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  /** Takes an instance out; its token is refused from then on. */
  @DELETE
  @Path("/{id}")
  public Response remove(@Context HttpServletRequest request, @PathParam("id") String id) {
    Member member = callers.require(request, Scope.MANAGE);
    if (!id.matches("[0-9]{1,18}")) {
      throw new SpeechException(ErrorCode.NOT_FOUND, "there is no such instance");
    }
    register.remove(member.accountId(), Long.parseLong(id));
    return Response.noContent().build();
  }

  /** A report of an instance, with its token in place of a key. */
  @POST
  @Path("/heartbeat")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response hear(@Context HttpServletRequest request, InputStream in) throws IOException {
    String token = Callers.bearer(request).orElse("");
    JsonBody body = JsonBody.read(in, "version", "gpu_name", "models");
    watch.hear(
        token,
        body.text("version"),
        body.optionalText("gpu_name").orElse(null),
        body.texts("models").orElse(List.of()));
    return Response.noContent().build();
  }
}
