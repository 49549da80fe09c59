package ai.stt.http.request;

import ai.stt.app.storage.Page;
import ai.stt.app.storage.PageRequest;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list.
 *
 * @param count entries of the whole list
 * @param next path and query of the page after this one; null on the last
 * @param previous path and query of the page before; null on the first
 * @param results the entries of this page
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ListAnswer<T>(
    long count, @Nullable String next, @Nullable String previous, List<T> results) {
  /**
   * The page that {@code limit} and {@code offset} of a request ask for.
   *
   * @throws SpeechException {@code INVALID_REQUEST}
   */
  public static PageRequest wanted(HttpServletRequest request) {
    return new PageRequest(
        number(request, "limit", PageRequest.FIRST.limit(), "1 to 100"),
        number(request, "offset", PageRequest.FIRST.offset(), "0 to 1000000000"));
  }

  /** The answer with a page, each entry in the shape that it has on the wire. */
  public static <E, T> ListAnswer<T> of(
      HttpServletRequest request, PageRequest wanted, Page<E> page, Function<E, T> wire) {
    long end = (long) wanted.offset() + wanted.limit();
    return new ListAnswer<>(
        page.count(),
        end < page.count() ? address(request, wanted.limit(), end) : null,
        wanted.offset() > 0
            ? address(request, wanted.limit(), Math.max(0, wanted.offset() - wanted.limit()))
            : null,
        page.results().stream().map(wire).toList());
  }

  /** The same address with another page; what else the query asks for stays. */
  private static String address(HttpServletRequest request, int limit, long offset) {
    var query = new StringBuilder();
    request
        .getParameterMap()
        .forEach(
            (name, values) -> {
              if (!name.equals("limit") && !name.equals("offset")) {
                for (String value : values) {
                  query.append(encoded(name)).append('=').append(encoded(value)).append('&');
                }
              }
            });
    return "%s?%slimit=%d&offset=%d".formatted(request.getRequestURI(), query, limit, offset);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static int number(HttpServletRequest request, String name, int otherwise, String range) {
    String text = request.getParameter(name);
    if (text == null) {
      return otherwise;
    }
    if (!text.matches("[0-9]{1,10}") || Long.parseLong(text) > Integer.MAX_VALUE) {
      throw new SpeechException(
          ErrorCode.INVALID_REQUEST, "%s: give a number from %s".formatted(name, range));
    }
    return Integer.parseInt(text);
  }
}
