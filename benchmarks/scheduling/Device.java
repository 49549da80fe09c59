import ai.stt.app.scheduling.DeviceLoad;
import ai.stt.app.scheduling.PlanMemory.Resident;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A simulated device. */
final class Device {
  private static final class Held {
    private final long bytes;
    private boolean loading = true;
    private int users;
    private Instant usedAt;

    Held(long bytes, Instant usedAt) {
      this.bytes = bytes;
      this.usedAt = usedAt;
    }
  }

  private final String id;
  private final long memoryBytes;
  private final int places;
  private final Map<String, Held> models = new LinkedHashMap<>();
  private int running;
  private DeviceLoad load;

  Device(String id, long memoryBytes, int places) {
    this.id = id;
    this.memoryBytes = memoryBytes;
    this.places = places;
  }

  void load(String model, long bytes, List<String> evicted, Instant now) {
    load = null;
    for (String each : evicted) {
      Held gone = models.remove(each);
      check(gone.users == 0 && !gone.loading, "a model in use has left");
    }
    check(models.put(model, new Held(bytes, now)) == null, "a model is loaded twice");
    check(
        models.values().stream().mapToLong(held -> held.bytes).sum() <= memoryBytes,
        "more is loaded than fits");
  }

  void loaded(String model, Instant now) {
    load = null;
    models.get(model).loading = false;
    models.get(model).usedAt = now;
  }

  void start(String model) {
    load = null;
    running++;
    check(running <= places, "more runs than there are places");
    check(models.containsKey(model) && !models.get(model).loading, "a model is used too early");
    models.get(model).users++;
  }

  void finish(String model, Instant now) {
    load = null;
    running--;
    models.get(model).users--;
    models.get(model).usedAt = now;
  }

  /** What the policy sees; made again only after a change. */
  DeviceLoad look() {
    if (load == null) {
      List<Resident<String>> loaded = new ArrayList<>();
      List<Resident<String>> loading = new ArrayList<>();
      models.forEach(
          (model, held) ->
              (held.loading ? loading : loaded)
                  .add(
                      new Resident<>(
                          model, held.bytes, held.loading || held.users > 0, false, held.usedAt)));
      load = new DeviceLoad(id, memoryBytes, places, running, loaded, loading);
    }
    return load;
  }

  private static void check(boolean ok, String otherwise) {
    if (!ok) {
      throw new IllegalStateException(otherwise);
    }
  }
}
