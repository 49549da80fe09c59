package ai.stt.http.transcript;

import ai.stt.app.storage.Page;
import ai.stt.app.storage.PageRequest;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param count entries of the whole list
 * @param next address of the next part, null at the end
 * @param previous address of the part before, null at the start
 * @param results the part
 */
public record PageAnswer<T>(
    long count,
    @JsonInclude(Include.ALWAYS) @Nullable String next,
    @JsonInclude(Include.ALWAYS) @Nullable String previous,
    List<T> results) {
  static <S, T> PageAnswer<T> of(
      Page<S> page, PageRequest wanted, UriInfo uri, Function<S, T> answer) {
    int limit = wanted.limit();
    int offset = wanted.offset();
    boolean more = (long) offset + limit < page.count();
    return new PageAnswer<>(
        page.count(),
        more ? address(uri, limit, offset + limit) : null,
        offset > 0 ? address(uri, limit, Math.max(0, offset - limit)) : null,
        page.results().stream().map(answer).toList());
  }

  private static String address(UriInfo uri, int limit, int offset) {
    return uri.getRequestUriBuilder()
        .replaceQueryParam("limit", limit)
        .replaceQueryParam("offset", offset)
        .build()
        .toASCIIString();
  }
}
