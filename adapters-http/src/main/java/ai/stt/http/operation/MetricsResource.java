package ai.stt.http.operation;

import ai.stt.app.operation.DeviceState;
import ai.stt.app.operation.Devices;
import ai.stt.app.operation.ModelOperations;
import ai.stt.app.operation.OperatedModel;
import ai.stt.app.operation.PluginState;
import ai.stt.http.access.Callers;
import ai.stt.platform.key.Scope;
import ai.stt.speech.model.ModelStatus;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/**
 * {@code GET /metrics}: what Prometheus reads, with a key of the operator's account, since the
 * names of models and how much they are used is nobody else's. Thread-safe.
 */
@Path("/metrics")
public final class MetricsResource {
  private final Callers callers;
  private final PrometheusRegistry registry;
  private final PrometheusTextFormatWriter writer =
      PrometheusTextFormatWriter.builder().setIncludeCreatedTimestamps(false).build();

  /**
   * A resource that adds what can be looked at to what was counted. To be made once for the
   * metrics.
   *
   * @param places the queues in front of the devices
   */
  public MetricsResource(
      Callers callers,
      ServerMetrics metrics,
      ModelOperations operations,
      Devices devices,
      List<WorkPlaces> places) {
    this.callers = callers;
    this.registry = metrics.registry();
    addQueues(List.copyOf(places));
    addModels(operations);
    addDevices(devices);
  }

  /** The metrics in Prometheus' text format. */
  @GET
  @Produces(MediaType.TEXT_PLAIN)
  public Response metrics(@Context HttpServletRequest request) throws IOException {
    callers.requireOperator(request, Scope.READ);
    var out = new ByteArrayOutputStream();
    writer.write(out, registry.scrape());
    return Response.ok(out.toByteArray(), writer.getContentType())
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  private void addQueues(List<WorkPlaces> places) {
    gauge("stt_queue_running", "Work that has a place.", "queue")
        .callback(told -> places.forEach(p -> told.call(p.running().getAsInt(), p.name())))
        .register(registry);
    gauge("stt_queue_waiting", "Work that waits for a place.", "queue")
        .callback(told -> places.forEach(p -> told.call(p.waiting().getAsInt(), p.name())))
        .register(registry);
  }

  private void addModels(ModelOperations operations) {
    gauge("stt_model_in_memory", "Whether a model is in memory.", "capability", "model")
        .callback(
            told ->
                operations.models().forEach(m -> told.call(ready(m) ? 1 : 0, capability(m), id(m))))
        .register(registry);
    gauge("stt_model_failed", "Whether a model cannot be used.", "capability", "model")
        .callback(
            told ->
                operations
                    .models()
                    .forEach(
                        m ->
                            told.call(
                                m.live().status() == ModelStatus.FAILED ? 1 : 0,
                                capability(m),
                                id(m))))
        .register(registry);
    gauge("stt_model_leases", "Those who use a model.", "capability", "model")
        .callback(
            told -> operations.models().forEach(m -> told.call(m.leases(), capability(m), id(m))))
        .register(registry);
    gauge("stt_model_memory_bytes", "Estimated, of models in memory.", "capability", "model")
        .callback(
            told ->
                operations.models().stream()
                    .filter(MetricsResource::ready)
                    .forEach(m -> told.call((double) m.memoryBytes(), capability(m), id(m))))
        .register(registry);
    gauge("stt_model_measured_bytes", "Measured when a model was loaded.", "capability", "model")
        .callback(
            told ->
                operations.models().stream()
                    .filter(m -> m.measuredBytes() > 0)
                    .forEach(m -> told.call((double) m.measuredBytes(), capability(m), id(m))))
        .register(registry);
    gauge("stt_plugins", "Plugins by how they are.", "status")
        .callback(
            told -> {
              List<PluginState> all = operations.plugins();
              for (String status : List.of("running", "standby", "failed")) {
                long those = all.stream().filter(p -> p.status().equals(status)).count();
                told.call((double) those, status);
              }
            })
        .register(registry);
  }

  private void addDevices(Devices devices) {
    gauge("stt_device_memory_bytes", "All memory of a device.", "device")
        .callback(told -> devices.now().forEach(d -> told.call((double) d.memoryBytes(), d.name())))
        .register(registry);
    gauge("stt_device_free_bytes", "Free memory of a device.", "device")
        .callback(told -> devices.now().forEach(d -> told.call((double) d.freeBytes(), d.name())))
        .register(registry);
    gauge("stt_device_utilisation_ratio", "How busy a device is, 0 to 1.", "device")
        .callback(
            told -> {
              for (DeviceState device : devices.now()) {
                device.utilisation().ifPresent(busy -> told.call(busy, device.name()));
              }
            })
        .register(registry);
  }

  private static GaugeWithCallback.Builder gauge(String name, String help, String... labels) {
    return GaugeWithCallback.builder().name(name).help(help).labelNames(labels);
  }

  private static boolean ready(OperatedModel model) {
    return model.live().status() == ModelStatus.READY;
  }

  private static String capability(OperatedModel model) {
    return model.live().capability();
  }

  private static String id(OperatedModel model) {
    return model.live().descriptor().id();
  }
}
