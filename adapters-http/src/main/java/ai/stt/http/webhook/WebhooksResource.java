package ai.stt.http.webhook;

import ai.stt.app.storage.PageRequest;
import ai.stt.app.webhook.ReadDeliveries;
import ai.stt.app.webhook.ShareWebhookSecret;
import ai.stt.app.webhook.WebhookSecret;
import ai.stt.http.access.Callers;
import ai.stt.http.request.ListAnswer;
import ai.stt.platform.key.Scope;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** {@code /api/v1/webhooks}: the secret that signs them, and their log. Thread-safe. */
@Path("/api/v1/webhooks")
@Produces(MediaType.APPLICATION_JSON)
public final class WebhooksResource {
  private final Callers callers;
  private final ShareWebhookSecret secrets;
  private final ReadDeliveries deliveries;

  /** A resource on these use cases. */
  public WebhooksResource(Callers callers, ShareWebhookSecret secrets, ReadDeliveries deliveries) {
    this.callers = callers;
    this.secrets = secrets;
    this.deliveries = deliveries;
  }

  /** The secret, as libraries for Standard Webhooks take it. */
  record SecretAnswer(String secret) {}

  /** The account's secret. */
  @GET
  @Path("/secret")
  public Response secret(@Context HttpServletRequest request) {
    return answer(secrets.of(callers.require(request, Scope.MANAGE).accountId()));
  }

  /** Makes another secret, with which every later attempt is signed. */
  @POST
  @Path("/secret")
  public Response rotate(@Context HttpServletRequest request) {
    return answer(secrets.rotate(callers.require(request, Scope.MANAGE).accountId()));
  }

  /** The messages of the last thirty days with their attempts, the newest first. */
  @GET
  @Path("/deliveries")
  public Response deliveries(@Context HttpServletRequest request) {
    long account = callers.require(request, Scope.READ).accountId();
    PageRequest wanted = ListAnswer.wanted(request);
    return Response.ok(
            ListAnswer.of(request, wanted, deliveries.list(account, wanted), DeliveryAnswer::of))
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  private static Response answer(WebhookSecret secret) {
    return Response.ok(new SecretAnswer(secret.reveal()))
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }
}
