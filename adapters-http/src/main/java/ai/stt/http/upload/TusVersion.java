package ai.stt.http.upload;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;

/**
 * Puts the version of the tus protocol on every answer about uploads, refusals too. Thread-safe.
 */
public final class TusVersion implements ContainerResponseFilter {
  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (request.getUriInfo().getPath().startsWith("v1/uploads")) {
      response.getHeaders().putSingle("Tus-Resumable", TusResource.VERSION);
    }
  }
}
