package ai.stt.config.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A span for each request, in the trace that its {@code traceparent} names. It tells the method,
 * the beginning of the path and the status; never a query, a name of a transcript or what was sent.
 */
public final class RequestSpans implements Filter {
  private static final int SERVER_ERROR = 500;
  private static final TextMapGetter<HttpServletRequest> HEADERS = new Headers();

  private final Tracing tracing;

  /** Spans of this tracing. */
  public RequestSpans(Tracing tracing) {
    this.tracing = tracing;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request instanceof HttpServletRequest http && response instanceof HttpServletResponse to) {
      traced(http, to, chain);
    } else {
      chain.doFilter(request, response);
    }
  }

  private void traced(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Context sent =
        tracing
            .api()
            .getPropagators()
            .getTextMapPropagator()
            .extract(Context.current(), request, HEADERS);
    Span span =
        tracing
            .tracer()
            .spanBuilder(request.getMethod() + " " + room(request.getRequestURI()))
            .setSpanKind(SpanKind.SERVER)
            .setParent(sent)
            .setAttribute("http.request.method", request.getMethod())
            .startSpan();
    try (Scope _ = span.makeCurrent()) {
      chain.doFilter(request, response);
    } catch (IOException | ServletException | RuntimeException e) {
      span.setStatus(StatusCode.ERROR, e.getClass().getName());
      throw e;
    } finally {
      if (request.isAsyncStarted()) {
        request.getAsyncContext().addListener(new AtItsEnd(span, response));
      } else {
        end(span, response);
      }
    }
  }

  /** The part of a path that is the same for all requests of a kind. */
  static String room(String path) {
    String[] parts = path.split("/", -1);
    int kept = path.startsWith("/api/") ? 4 : 3;
    String room = String.join("/", List.of(parts).subList(0, Math.min(kept, parts.length)));
    return parts.length > kept && !parts[kept].isEmpty() ? room + "/*" : room;
  }

  private static void end(Span span, HttpServletResponse response) {
    int status = response.getStatus();
    span.setAttribute("http.response.status_code", status);
    if (status >= SERVER_ERROR) {
      span.setStatus(StatusCode.ERROR);
    }
    span.end();
  }

  private record AtItsEnd(Span span, HttpServletResponse response) implements AsyncListener {
    @Override
    public void onComplete(AsyncEvent event) {
      end(span, response);
    }

    @Override
    public void onTimeout(AsyncEvent event) {
      span.addEvent("timeout");
    }

    @Override
    public void onError(AsyncEvent event) {
      span.setStatus(StatusCode.ERROR);
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
      event.getAsyncContext().addListener(this);
    }
  }

  private static final class Headers implements TextMapGetter<HttpServletRequest> {
    @Override
    public Iterable<String> keys(HttpServletRequest request) {
      return Collections.list(request.getHeaderNames());
    }

    @Override
    public @Nullable String get(@Nullable HttpServletRequest request, String name) {
      return request == null ? null : request.getHeader(name);
    }
  }
}
