package ai.stt.http.operation;

import ai.stt.app.live.LiveWatcher;
import ai.stt.app.model.ModelCall;
import ai.stt.app.model.ModelCall.Outcome;
import ai.stt.app.model.ModelWatcher;
import ai.stt.speech.error.ErrorCode;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.Locale;

/**
 * Counts what models do, and how streams fare. Without exemplars, which the text format cannot
 * tell: their thread would be started by whichever plugin is first. Thread-safe.
 */
public final class ServerMetrics implements ModelWatcher, LiveWatcher {
  private static final double NANOS = 1e9;

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Counter calls =
      Counter.builder()
          .name("stt_model_calls_total")
          .help("Calls into models that have ended or were given up.")
          .labelNames("capability", "model", "outcome")
          .withoutExemplars()
          .register(registry);
  private final Histogram durations =
      Histogram.builder()
          .name("stt_model_call_duration_seconds")
          .help("How long calls took that gave a result.")
          .labelNames("capability", "model")
          .classicOnly()
          .classicUpperBounds(.005, .02, .1, .5, 1, 2, 5, 10, 30, 60, 300, 1800)
          .withoutExemplars()
          .register(registry);
  private final Counter audio =
      Counter.builder()
          .name("stt_model_audio_seconds_total")
          .help("Audio that models have heard.")
          .labelNames("capability", "model")
          .withoutExemplars()
          .register(registry);
  private final Histogram realTime =
      Histogram.builder()
          .name("stt_model_real_time_factor")
          .help("Seconds that a second of audio took, waiting for the audio included.")
          .labelNames("capability", "model")
          .classicOnly()
          .classicUpperBounds(.005, .01, .02, .05, .1, .2, .5, 1, 2, 5)
          .withoutExemplars()
          .register(registry);
  private final Histogram loads =
      Histogram.builder()
          .name("stt_model_load_duration_seconds")
          .help("How long it took to bring models into memory.")
          .labelNames("capability", "model", "outcome")
          .classicOnly()
          .classicUpperBounds(.01, .1, .5, 1, 2, 5, 10, 30, 120)
          .withoutExemplars()
          .register(registry);
  private final Counter streams =
      Counter.builder()
          .name("stt_streams_total")
          .help("Streams that were let in.")
          .labelNames("model")
          .withoutExemplars()
          .register(registry);
  private final Gauge openStreams =
      Gauge.builder()
          .name("stt_streams_open")
          .help("Streams that go on.")
          .labelNames("model")
          .withoutExemplars()
          .register(registry);
  private final Counter refusedStreams =
      Counter.builder()
          .name("stt_streams_refused_total")
          .help("Streams that were not let in, or ended by an error, by its code.")
          .labelNames("code")
          .withoutExemplars()
          .register(registry);
  private final Histogram streamDelays =
      Histogram.builder()
          .name("stt_stream_delay_seconds")
          .help("From when sound had come until its words were known, at each look of a stream.")
          .labelNames("model")
          .classicOnly()
          .classicUpperBounds(.05, .1, .2, .3, .5, .75, 1, 1.5, 2, 5, 10)
          .withoutExemplars()
          .register(registry);

  /** Where the metrics are, so that others can add theirs. */
  PrometheusRegistry registry() {
    return registry;
  }

  @Override
  public void called(ModelCall call) {
    String outcome = call.outcome().name().toLowerCase(Locale.ROOT);
    calls.labelValues(call.capability(), call.model(), outcome).inc();
    if (call.outcome() != Outcome.DONE) {
      return;
    }
    double seconds = call.took().toNanos() / NANOS;
    durations.labelValues(call.capability(), call.model()).observe(seconds);
    if (call.audioSeconds() > 0) {
      audio.labelValues(call.capability(), call.model()).inc(call.audioSeconds());
      realTime.labelValues(call.capability(), call.model()).observe(seconds / call.audioSeconds());
    }
  }

  @Override
  public void loaded(String capability, String model, Duration took, boolean usable) {
    loads
        .labelValues(capability, model, usable ? "done" : "failed")
        .observe(took.toNanos() / NANOS);
  }

  @Override
  public void begun(String model) {
    streams.labelValues(model).inc();
    openStreams.labelValues(model).inc();
  }

  @Override
  public void looked(String model, Duration delay) {
    streamDelays.labelValues(model).observe(delay.toNanos() / NANOS);
  }

  @Override
  public void ended(String model) {
    openStreams.labelValues(model).dec();
  }

  @Override
  public void refused(ErrorCode why) {
    refusedStreams.labelValues(why.name().toLowerCase(Locale.ROOT)).inc();
  }
}
