package ai.stt.http.error;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import java.util.Optional;

/** Which HTTP status each error has, and back. */
public final class ErrorTable {
  /** The client has gone, as nginx logs it; nobody reads such an answer. */
  public static final int CLIENT_GONE = 499;

  private ErrorTable() {}

  /** The status of an error. */
  public static int status(ErrorCode code) {
    return switch (code) {
      case INVALID_REQUEST, UNSUPPORTED_MEDIA -> 400;
      case UNAUTHORIZED -> 401;
      case NO_CREDITS -> 402;
      case FORBIDDEN -> 403;
      case NOT_FOUND -> 404;
      case CONFLICT -> 409;
      case TOO_LARGE -> 413;
      case RATE_LIMITED -> 429;
      case CANCELED -> CLIENT_GONE;
      case OVERLOADED, MODEL_UNAVAILABLE, SHUTTING_DOWN, DEPENDENCY_FAILED -> 503;
      case INTERNAL -> 500;
    };
  }

  /** The code that is nearest to a status that the web server or Jersey chose. */
  public static ErrorCode code(int status) {
    return switch (status) {
      case 401 -> ErrorCode.UNAUTHORIZED;
      case 402 -> ErrorCode.NO_CREDITS;
      case 403 -> ErrorCode.FORBIDDEN;
      case 404 -> ErrorCode.NOT_FOUND;
      case 409 -> ErrorCode.CONFLICT;
      case 413 -> ErrorCode.TOO_LARGE;
      case 429 -> ErrorCode.RATE_LIMITED;
      case 503 -> ErrorCode.OVERLOADED;
      default -> status < 500 ? ErrorCode.INVALID_REQUEST : ErrorCode.INTERNAL;
    };
  }

  /** The time to wait when an error that passes does not name one itself; empty for the others. */
  public static Optional<Duration> defaultRetryAfter(ErrorCode code) {
    return switch (code) {
      case OVERLOADED, RATE_LIMITED -> Optional.of(Duration.ofSeconds(5));
      case SHUTTING_DOWN -> Optional.of(Duration.ofSeconds(10));
      case MODEL_UNAVAILABLE, DEPENDENCY_FAILED -> Optional.of(Duration.ofSeconds(60));
      default -> Optional.empty();
    };
  }

  /** The value of {@code Retry-After}: whole seconds, rounded up, at least 1. */
  static Optional<Long> retryAfterSeconds(SpeechException e) {
    return e.retryAfter()
        .or(() -> defaultRetryAfter(e.code()))
        .map(wait -> Math.max(1, wait.plusMillis(999).toSeconds()));
  }

  /** What to say about a status when there is no better sentence. */
  static String sentence(int status, String method, String path) {
    return switch (status) {
      case 404 -> "there is nothing at %s; see /docs and /openapi.json".formatted(path);
      case 405 -> "%s is not possible here; the header Allow names what is".formatted(method);
      case 406 -> "the header Accept excludes every format of this answer; accept application/json";
      case 408 -> "the request did not arrive in time; send it again";
      case 413 -> "the request is too large";
      case 414 -> "the address is too long";
      case 415 -> "the Content-Type of the body is not one that this address takes";
      case 431 -> "the request's headers are too large; send fewer or shorter ones";
      case 501, 505 -> "the server does not support this kind of HTTP request";
      case 503 -> "the server cannot serve this now; try again later";
      default ->
          status < 500
              ? "the request is not valid HTTP or not valid here; check address, headers and body"
              : "the server failed; it is not your fault; report the request_id";
    };
  }
}
