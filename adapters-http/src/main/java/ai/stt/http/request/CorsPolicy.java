package ai.stt.http.request;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which pages of other origins may call the API. Never with cookies: a key is sent by the page
 * itself, so no origin gains anything from its visitor's browser. Thread-safe.
 *
 * @param origins allowed origins; {@code *} for all, none for no cross-origin use
 */
public record CorsPolicy(List<String> origins) {
  private static final String EXPOSED =
      "X-Request-Id, X-Model, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset,"
          + " Location, Tus-Resumable, Tus-Version, Tus-Max-Size, Tus-Extension,"
          + " Tus-Checksum-Algorithm, Upload-Offset, Upload-Length, Upload-Metadata, Upload-Expires";
  private static final Map<String, String> PREFLIGHT =
      Map.of(
          "Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS",
          "Access-Control-Allow-Headers",
              "Authorization, Content-Type, Accept, Idempotency-Key, X-Request-Id, Tus-Resumable,"
                  + " Upload-Length, Upload-Offset, Upload-Metadata, Upload-Checksum,"
                  + " X-HTTP-Method-Override",
          "Access-Control-Max-Age", "86400");

  /** Takes a copy of the list. */
  public CorsPolicy {
    origins = List.copyOf(origins);
  }

  /** The headers for an answer; empty when the request is not of an allowed origin. */
  Map<String, String> headers(String path, @Nullable String origin) {
    if (origin == null || !covers(path)) {
      return Map.of();
    }
    if (origins.contains("*")) {
      return Map.of("Access-Control-Allow-Origin", "*", "Access-Control-Expose-Headers", EXPOSED);
    }
    if (origins.contains(origin)) {
      return Map.of(
          "Access-Control-Allow-Origin",
          origin,
          "Access-Control-Expose-Headers",
          EXPOSED,
          "Vary",
          "Origin");
    }
    return Map.of("Vary", "Origin");
  }

  /** What an answer to a preflight request says in addition. */
  static Map<String, String> preflightHeaders() {
    return PREFLIGHT;
  }

  private static boolean covers(String path) {
    return path.startsWith("/v1/")
        || path.startsWith("/api/v1/")
        || path.startsWith("/health")
        || path.startsWith("/openapi.json");
  }
}
