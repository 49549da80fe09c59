package ai.stt.http.access;

import ai.stt.app.access.Quota;
import jakarta.servlet.http.HttpServletRequest;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpFields;

/** Tells callers what is left to them. */
final class QuotaHeaders {
  private QuotaHeaders() {}

  /** Puts it on the answer to the request. */
  static void put(HttpServletRequest request, Quota quota) {
    HttpFields.Mutable headers =
        ServletContextRequest.getServletContextRequest(request)
            .getServletContextResponse()
            .getHeaders();
    headers.put("RateLimit-Limit", quota.limit());
    headers.put("RateLimit-Remaining", quota.remaining());
    headers.put("RateLimit-Reset", quota.resetSeconds());
  }
}
