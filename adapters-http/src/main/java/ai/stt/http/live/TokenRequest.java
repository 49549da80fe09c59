package ai.stt.http.live;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;

/**
 * A handshake whose key may be in the address, since browsers cannot send headers with it; and
 * without cookies, which browsers send from foreign pages too.
 */
final class TokenRequest extends HttpServletRequestWrapper {
  TokenRequest(HttpServletRequest request) {
    super(request);
  }

  @Override
  public @Nullable String getHeader(String name) {
    String header = super.getHeader(name);
    String token = getParameter("token");
    return header == null && token != null && name.equalsIgnoreCase("Authorization")
        ? "Bearer " + token
        : header;
  }

  @Override
  public Cookie @Nullable [] getCookies() {
    return null;
  }
}
