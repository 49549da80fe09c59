package ai.stt.config.tracing;

import ai.stt.app.model.ModelCall;
import ai.stt.app.model.ModelWatcher;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * What becomes of a request on its way: how long it waits for the device, and which calls into
 * models it makes. Thread-safe.
 */
public final class WorkSpans implements ModelWatcher {
  private final Tracing tracing;

  /** Spans of this tracing. */
  public WorkSpans(Tracing tracing) {
    this.tracing = tracing;
  }

  /** The same work, in the trace of the thread that hands it over; its waiting is a span. */
  public Runnable carried(Runnable work) {
    Context context = Context.current();
    if (isOutside(context)) {
      return work;
    }
    Instant asked = Instant.now();
    return context.wrap(
        () -> {
          builder("wait for the device").setStartTimestamp(asked).startSpan().end();
          work.run();
        });
  }

  /** The same work, in the trace of the thread that hands it over, which waits for nothing. */
  public Runnable along(Runnable work) {
    Context context = Context.current();
    return isOutside(context) ? work : context.wrap(work);
  }

  private boolean isOutside(Context context) {
    return !tracing.on() || !Span.fromContext(context).getSpanContext().isValid();
  }

  @Override
  public void called(ModelCall call) {
    if (!tracing.on()) {
      return;
    }
    Instant end = Instant.now();
    Span span =
        builder("call " + call.capability())
            .setStartTimestamp(end.minus(call.took()))
            .setAttribute("stt.capability", call.capability())
            .setAttribute("stt.model", call.model())
            .setAttribute("stt.audio_seconds", call.audioSeconds())
            .setAttribute("stt.outcome", call.outcome().name().toLowerCase(Locale.ROOT))
            .startSpan();
    switch (call.outcome()) {
      case FAILED, GIVEN_UP -> span.setStatus(StatusCode.ERROR);
      case DONE, REFUSED, CANCELED -> span.setStatus(StatusCode.UNSET);
    }
    span.end(end);
  }

  @Override
  public void loaded(String capability, String model, Duration took, boolean usable) {
    if (!tracing.on()) {
      return;
    }
    Instant end = Instant.now();
    Span span =
        builder("load model")
            .setStartTimestamp(end.minus(took))
            .setAttribute("stt.capability", capability)
            .setAttribute("stt.model", model)
            .startSpan();
    span.setStatus(usable ? StatusCode.UNSET : StatusCode.ERROR);
    span.end(end);
  }

  private SpanBuilder builder(String name) {
    return tracing.tracer().spanBuilder(name);
  }
}
