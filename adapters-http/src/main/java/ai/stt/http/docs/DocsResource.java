package ai.stt.http.docs;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/**
 * {@code GET /docs}: a page to try the API. It loads nothing from elsewhere and has no inline code,
 * so it also works behind a proxy that adds a strict Content-Security-Policy. Thread-safe.
 */
@Path("/docs")
public final class DocsResource {
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'"
          + " data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final String page = PageFile.text("docs.html");
  private final String script = PageFile.text("docs.js");
  private final String style = PageFile.text("docs.css");

  /** The page. */
  @GET
  public Response page() {
    return answer(page, "text/html; charset=utf-8");
  }

  /** Its script. */
  @GET
  @Path("docs.js")
  public Response script() {
    return answer(script, "text/javascript; charset=utf-8");
  }

  /** Its style. */
  @GET
  @Path("docs.css")
  public Response style() {
    return answer(style, "text/css; charset=utf-8");
  }

  private static Response answer(String body, String type) {
    return Response.ok(body, type)
        .header("Content-Security-Policy", POLICY)
        .header("Referrer-Policy", "no-referrer")
        .header(HttpHeaders.CACHE_CONTROL, "no-cache")
        .build();
  }
}
