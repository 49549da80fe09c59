package ai.stt.http.request;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/**
 * The headers of every answer, whoever writes it.
 *
 * @param cors the cross-origin rules
 */
public record CommonHeaders(CorsPolicy cors) {
  /** Adds them to an answer that Jetty itself writes; gives back the id of the request. */
  public String addTo(Request request, Response response) {
    String id =
        RequestIds.choose(
            request.getAttribute(RequestIds.ATTRIBUTE),
            request.getHeaders().get(RequestIds.HEADER));
    response.getHeaders().put(RequestIds.HEADER, id);
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    String path = request.getHttpURI().getPath();
    cors.headers(path == null ? "" : path, request.getHeaders().get("Origin"))
        .forEach(response.getHeaders()::put);
    return id;
  }

  /** Adds them to the answer of a servlet or resource, and remembers the id in the request. */
  void addTo(HttpServletRequest request, HttpServletResponse response) {
    String id = RequestIds.of(request);
    request.setAttribute(RequestIds.ATTRIBUTE, id);
    response.setHeader(RequestIds.HEADER, id);
    response.setHeader("X-Content-Type-Options", "nosniff");
    cors.headers(request.getRequestURI(), request.getHeader("Origin")).forEach(response::setHeader);
  }
}
