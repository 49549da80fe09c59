package ai.stt.http.health;

import ai.stt.app.model.DeviceInfo;
import ai.stt.app.model.LiveModel;
import ai.stt.app.model.ModelRegistry;
import ai.stt.app.operation.DeviceHealth;
import ai.stt.app.storage.WatchStores;
import ai.stt.plugin.Capability;
import ai.stt.speech.model.ModelStatus;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code GET /health}: whether the server can do its work, and on what. Thread-safe. */
@Path("/health")
@Produces(MediaType.APPLICATION_JSON)
public final class HealthResource {
  private static final int BYTES_PER_MB = 1 << 20;

  private final ModelRegistry registry;
  private final String version;
  private final WatchStores stores;
  private final DeviceHealth devices;

  /** The health of a server that runs the registry's models and keeps accounts in these stores. */
  public HealthResource(
      ModelRegistry registry, String version, WatchStores stores, DeviceHealth devices) {
    this.stores = stores;
    this.devices = devices;
    this.registry = registry;
    this.version = version;
  }

  /**
   * The health of the server.
   *
   * @param status {@code ok}, or {@code degraded} when something cannot be used
   * @param gpuName null without a GPU
   * @param gpuMemoryMb 0 without a GPU
   * @param device such as {@code cpu}
   * @param threads that engines may use
   * @param database {@code ok}, or {@code unavailable} when accounts cannot be served now
   * @param problems why it is degraded, a sentence each
   */
  record HealthAnswer(
      String status,
      @JsonProperty("gpu_available") boolean gpuAvailable,
      @JsonProperty("gpu_name") @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String gpuName,
      @JsonProperty("gpu_memory_mb") long gpuMemoryMb,
      String device,
      int threads,
      String version,
      String database,
      List<String> problems) {}

  /** The health now; always 200, since the server does answer. */
  @GET
  public HealthAnswer health() {
    DeviceInfo device = registry.device();
    boolean database = stores.answering();
    List<String> problems = problems(registry.live());
    problems.addAll(devices.troubles());
    if (!database) {
      problems.add("the database does not answer, so only anonymous requests are served");
    }
    return new HealthAnswer(
        problems.isEmpty() ? "ok" : "degraded",
        device.gpuAvailable() && devices.lost().isEmpty(),
        device.gpuName(),
        device.gpuMemoryBytes() / BYTES_PER_MB,
        device.name(),
        device.threads(),
        version,
        database ? "ok" : "unavailable",
        problems);
  }

  private static List<String> problems(List<LiveModel> live) {
    var problems = new ArrayList<String>();
    boolean canTranscribe = false;
    for (LiveModel model : live) {
      if (model.status() == ModelStatus.FAILED) {
        problems.add("model '%s' failed: %s".formatted(model.descriptor().id(), model.reason()));
      } else if (model.capability().equals(Capability.TRANSCRIPTION.id())) {
        canTranscribe = true;
      }
    }
    if (!canTranscribe) {
      problems.add("no transcription model can be used; install one with: stt models pull base");
    }
    return problems;
  }
}
