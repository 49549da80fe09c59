package ai.stt.app.scheduling;

import ai.stt.app.scheduling.PlanMemory.Resident;
import java.util.List;

/**
 * A device and what is on it.
 *
 * @param id tells it from the others
 * @param memoryBytes all of its memory
 * @param places how much work it runs at once
 * @param running how much runs
 * @param loaded models that can be used; busy when work uses them
 * @param loading models on their way; busy
 */
public record DeviceLoad(
    String id,
    long memoryBytes,
    int places,
    int running,
    List<Resident<String>> loaded,
    List<Resident<String>> loading) {
  /** Takes copies of the lists. */
  public DeviceLoad {
    loaded = List.copyOf(loaded);
    loading = List.copyOf(loading);
  }

  boolean has(String model) {
    return loaded.stream().anyMatch(resident -> resident.key().equals(model));
  }

  boolean awaits(String model) {
    return loading.stream().anyMatch(resident -> resident.key().equals(model));
  }

  int free() {
    return places - running;
  }
}
