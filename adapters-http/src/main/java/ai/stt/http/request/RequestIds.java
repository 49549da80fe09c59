package ai.stt.http.request;

import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The name of each request: the client's own when that is short and harmless, else a fresh one. */
public final class RequestIds {
  /** The header of requests and answers. */
  public static final String HEADER = "X-Request-Id";

  /** The attribute that holds the id of a request once it is chosen. */
  static final String ATTRIBUTE = "ai.stt.http.request_id";

  private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final int MAX_PRINTED = 200;

  private RequestIds() {}

  /** The id of a request; the same on every call once the filter has seen the request. */
  public static String of(HttpServletRequest request) {
    return choose(request.getAttribute(ATTRIBUTE), request.getHeader(HEADER));
  }

  /** A new id that nobody else has. */
  public static String fresh() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  static String choose(@Nullable Object chosenBefore, @Nullable String fromClient) {
    if (chosenBefore instanceof String id) {
      return id;
    }
    return fromClient != null && SANE.matcher(fromClient).matches() ? fromClient : fresh();
  }

  /** Text of a client, made harmless for a sentence: printable ASCII, at most 200 characters. */
  public static String printable(String text) {
    String cut = text.length() <= MAX_PRINTED ? text : text.substring(0, MAX_PRINTED) + "...";
    return cut.replaceAll("[^ -~]", "?");
  }
}
