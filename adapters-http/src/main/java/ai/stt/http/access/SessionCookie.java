package ai.stt.http.access;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The cookie of a browser's session. Scripts cannot read it and browsers send it from this site's
 * own pages only; what changes something has to show besides that it comes from one of them, by a
 * header that no foreign page can set.
 */
public final class SessionCookie {
  /** Its name. */
  public static final String NAME = "stt_session";

  private static final Set<String> HARMLESS = Set.of("GET", "HEAD", "OPTIONS");

  private SessionCookie() {}

  /** The token that a browser sent; empty without a cookie. */
  public static Optional<String> of(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    if (cookies != null) {
      for (Cookie cookie : cookies) {
        if (cookie.getName().equals(NAME) && !cookie.getValue().isEmpty()) {
          return Optional.of(cookie.getValue());
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Makes sure that a request with the cookie was made by a page of this site.
   *
   * @throws SpeechException {@code FORBIDDEN} when it may be forged
   */
  public static void requireOwnPage(HttpServletRequest request) {
    if (HARMLESS.contains(request.getMethod())
        || request.getHeader("X-Requested-With") != null
        || isOwnOrigin(request)) {
      return;
    }
    throw new SpeechException(
        ErrorCode.FORBIDDEN,
        "a request with the session's cookie also sends the header X-Requested-With, or an API key in"
            + " place of the cookie");
  }

  /** The {@code Set-Cookie} of a new session. */
  public static String begin(HttpServletRequest request, String token, Duration lasts) {
    return cookie(request, token, lasts.toSeconds());
  }

  /** The {@code Set-Cookie} that makes the browser forget it. */
  public static String end(HttpServletRequest request) {
    return cookie(request, "", 0);
  }

  private static String cookie(HttpServletRequest request, String value, long seconds) {
    boolean secure =
        request.isSecure() || "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto"));
    return "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Strict%s"
        .formatted(NAME, value, seconds, secure ? "; Secure" : "");
  }

  private static boolean isOwnOrigin(HttpServletRequest request) {
    String origin = request.getHeader("Origin");
    String host = request.getHeader("Host");
    if (origin == null || host == null) {
      return false;
    }
    try {
      String authority = Objects.requireNonNullElse(URI.create(origin).getAuthority(), "");
      return authority.equals(host.toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
