package ai.stt.app.cloud;

import ai.stt.app.model.LiveModel;
import ai.stt.app.model.ModelRegistry;
import ai.stt.app.outbound.JsonText;
import ai.stt.app.outbound.OutboundHttp;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells another server that this one is alive, and what it can do. Thread-safe. */
public final class ReportInstance implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReportInstance.class);
  private static final int TAKEN = 204;

  private final OutboundHttp http;
  private final URI to;
  private final String token;
  private final ModelRegistry registry;
  private final String version;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("cloud-reports").factory());
  private String last = "";

  /**
   * Reports of this server.
   *
   * @param to where the other one takes them
   * @param token by which it knows this one
   */
  public ReportInstance(
      OutboundHttp http, URI to, String token, ModelRegistry registry, String version) {
    this.http = http;
    this.to = to;
    this.token = token;
    this.registry = registry;
    this.version = version;
  }

  /** Reports now and again and again, until closed. To be called once. */
  public void start(Duration interval) {
    var _ =
        clock.scheduleWithFixedDelay(this::report, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Reports no more. */
  @Override
  public void close() {
    clock.shutdownNow();
  }

  /** Sends one report. What goes wrong is logged when it is news, and tried again the next time. */
  synchronized void report() {
    String outcome;
    try {
      int status =
          http.post(
              to,
              Map.of("Authorization", "Bearer " + token),
              body().getBytes(StandardCharsets.UTF_8));
      outcome = status == TAKEN ? "heard" : "refused with status " + status;
    } catch (RuntimeException e) { // after which no more reports would be sent
      outcome = "not heard: " + e.getMessage();
    }
    if (!outcome.equals(last)) {
      LOG.info("Reports to {} are {}", to.getHost(), outcome);
      last = outcome;
    }
  }

  private String body() {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("version", version);
    String gpu = registry.device().gpuName();
    if (gpu != null) {
      report.put("gpu_name", gpu);
    }
    report.put(
        "models",
        registry.live().stream()
            .map(LiveModel::descriptor)
            .map(model -> model.id())
            .distinct()
            .toList());
    return JsonText.of(report);
  }
}
