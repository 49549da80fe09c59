package ai.stt.http.error;

import ai.stt.http.request.RequestIds;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.io.EOFException;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jetty.io.EofException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where what goes wrong inside a resource becomes an answer. The nested classes hold
 * the types that Dropwizard would else answer in its own way.
 *
 * @param <E> the exceptions it answers
 */
public abstract sealed class FailureAnswer<E extends Throwable> implements ExceptionMapper<E> {
  private static final Logger LOG = LoggerFactory.getLogger(FailureAnswer.class);

  @Context private @Nullable HttpServletRequest request;

  /** All of them, to register. */
  public static Set<Class<?>> all() {
    return Set.of(OfAny.class, OfIllegalState.class, OfJson.class, OfEof.class);
  }

  /** Answers everything. */
  public static final class OfAny extends FailureAnswer<Throwable> {}

  /** Dropwizard has its own for these. */
  public static final class OfIllegalState extends FailureAnswer<IllegalStateException> {}

  /** Dropwizard has its own for these. */
  public static final class OfJson extends FailureAnswer<JsonProcessingException> {}

  /** Dropwizard has its own for these. */
  public static final class OfEof extends FailureAnswer<EofException> {}

  @Override
  public Response toResponse(E failure) {
    return switch (failure) {
      case SpeechException e -> said(e);
      case WebApplicationException e -> ofJersey(e);
      case InterruptedException e ->
          said(new SpeechException(ErrorCode.SHUTTING_DOWN, "the server is stopping", e));
      case JsonProcessingException e ->
          answer(Response.status(400), ErrorCode.INVALID_REQUEST, "the body is not valid JSON");
      case EOFException e ->
          answer(Response.status(400), ErrorCode.INVALID_REQUEST, "the body ended too early");
      default -> unexpected(failure);
    };
  }

  private Response said(SpeechException e) {
    int status = ErrorTable.status(e.code());
    if (e.code().kind() == ErrorCode.Kind.INTERNAL) {
      LOG.error("Request {} failed: {}", requestId(), e.getMessage(), e);
    } else {
      LOG.debug("Request {} refused with {}: {}", requestId(), status, e.getMessage());
    }
    var builder = Response.status(status);
    ErrorTable.retryAfterSeconds(e)
        .ifPresent(seconds -> builder.header(HttpHeaders.RETRY_AFTER, seconds));
    if (e.code() == ErrorCode.UNAUTHORIZED) {
      builder.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }
    return answer(builder, e.code(), e.getMessage());
  }

  private Response ofJersey(WebApplicationException e) {
    int status = e.getResponse().getStatus();
    if (status < 400) { // a redirect, say
      return e.getResponse();
    }
    if (status >= 500) {
      LOG.error("Request {} failed", requestId(), e);
    }
    var builder = Response.status(status);
    Set<String> allowed = new TreeSet<>(e.getResponse().getAllowedMethods());
    if (!allowed.isEmpty()) {
      builder.header(HttpHeaders.ALLOW, String.join(", ", allowed));
    }
    return answer(builder, ErrorTable.code(status), sentence(status));
  }

  private Response unexpected(Throwable failure) {
    LOG.error("Request {} failed", requestId(), failure);
    return answer(Response.status(500), ErrorCode.INTERNAL, sentence(500));
  }

  private String sentence(int status) {
    return request == null
        ? ErrorTable.sentence(status, "this method", "this address")
        : ErrorTable.sentence(
            status, request.getMethod(), RequestIds.printable(request.getRequestURI()));
  }

  private String requestId() {
    return request == null ? RequestIds.fresh() : RequestIds.of(request);
  }

  private Response answer(Response.ResponseBuilder builder, ErrorCode code, String message) {
    return builder
        .type(MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .entity(ErrorAnswer.of(code, message, requestId()))
        .build();
  }
}
