package ai.stt.http.request;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;

/**
 * The filter in front of everything: common headers, preflights, and the rest of refused bodies.
 */
public final class EveryRequest implements Filter {
  private final CommonHeaders commonHeaders;
  private final UnreadBody unreadBody;

  /**
   * A filter.
   *
   * @param drain how long the rest of a refused body is read and dropped
   */
  public EveryRequest(CommonHeaders commonHeaders, Duration drain) {
    this.commonHeaders = commonHeaders;
    this.unreadBody = new UnreadBody(drain);
  }

  @Override
  public void doFilter(ServletRequest anyRequest, ServletResponse anyResponse, FilterChain chain)
      throws IOException, ServletException {
    var request = (HttpServletRequest) anyRequest;
    var response = (HttpServletResponse) anyResponse;
    commonHeaders.addTo(request, response);
    if (isPreflight(request) && response.containsHeader("Access-Control-Allow-Origin")) {
      CorsPolicy.preflightHeaders().forEach(response::setHeader);
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
      return;
    }
    chain.doFilter(request, response);
    if (response.getStatus() >= 400 && !request.isAsyncStarted()) {
      response.flushBuffer();
      unreadBody.drop(request);
    }
  }

  private static boolean isPreflight(HttpServletRequest request) {
    return request.getMethod().equals("OPTIONS")
        && request.getHeader("Origin") != null
        && request.getHeader("Access-Control-Request-Method") != null;
  }
}
