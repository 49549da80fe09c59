import ai.stt.app.scheduling.DeviceLoad;
import ai.stt.app.scheduling.PlaceWork.Decision;
import ai.stt.app.scheduling.PlanMemory;
import ai.stt.app.scheduling.PlanMemory.Plan;
import ai.stt.app.scheduling.PlanMemory.Resident;
import ai.stt.app.scheduling.WaitingWork;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * First come, first served: what came first takes a free place, one whose device has its model if
 * there is one, else it keeps the place while the model is loaded there. What is behind it waits for
 * the next free place. Room in memory is made as under our policy.
 */
final class FirstCome implements Policy {
  private final ToLongFunction<String> modelBytes;

  /** Work that has a place and waits for its model, with the device. */
  private final Map<Long, String> placed = new HashMap<>();

  /** Devices on which this plan starts something. */
  private final Set<String> used = new HashSet<>();

  FirstCome(ToLongFunction<String> modelBytes) {
    this.modelBytes = modelBytes;
  }

  @Override
  public List<Decision> plan(
      Collection<DeviceLoad> devices, Collection<WaitingWork> waiting, Instant now) {
    List<Decision> decisions = new ArrayList<>();
    Map<String, DeviceLoad> byId = new HashMap<>();
    Map<String, Integer> free = new HashMap<>();
    devices.forEach(device -> byId.put(device.id(), device));
    devices.forEach(device -> free.put(device.id(), device.places() - device.running()));
    placed.values().forEach(id -> free.merge(id, -1, Integer::sum));
    Set<String> changed = new HashSet<>();
    used.clear();
    boolean full = false;
    for (WaitingWork work :
        waiting.stream().sorted(Comparator.comparingLong(WaitingWork::id)).toList()) {
      String at = placed.get(work.id());
      if (at == null && !full) {
        at = place(work, devices, free, changed, decisions);
        full = at == null;
      }
      if (at != null && has(byId.get(at).loaded(), work.model())) {
        placed.remove(work.id());
        used.add(at);
        decisions.add(new Decision.Start(work, at));
      }
    }
    return decisions;
  }

  private String place(
      WaitingWork work,
      Collection<DeviceLoad> devices,
      Map<String, Integer> free,
      Set<String> changed,
      List<Decision> decisions) {
    String at = null;
    for (DeviceLoad device : devices) {
      boolean here = has(device.loaded(), work.model()) || has(device.loading(), work.model());
      if (free.get(device.id()) > 0 && here && !changed.contains(device.id())) {
        at = device.id();
        break;
      }
    }
    for (DeviceLoad device : devices) {
      if (at != null) {
        break;
      }
      if (free.get(device.id()) > 0
          && !changed.contains(device.id())
          && PlanMemory.plan(
                  device.memoryBytes(), residents(device), modelBytes.applyAsLong(work.model()))
              instanceof Plan.Load<String>(List<String> evicted)) {
        at = device.id();
        changed.add(at); // one change of its memory at a time
        decisions.add(new Decision.Load(work.model(), at, evicted));
      }
    }
    if (at != null) {
      placed.put(work.id(), at);
      free.merge(at, -1, Integer::sum);
    }
    return at;
  }

  /** What work waits for, or is about to use, does not leave. */
  private List<Resident<String>> residents(DeviceLoad device) {
    boolean spokenFor = placed.containsValue(device.id()) || used.contains(device.id());
    List<Resident<String>> all = new ArrayList<>(device.loading());
    for (Resident<String> each : device.loaded()) {
      all.add(
          new Resident<>(
              each.key(), each.bytes(), each.busy() || spokenFor, each.pinned(), each.usedAt()));
    }
    return all;
  }

  private static boolean has(List<Resident<String>> residents, String model) {
    return residents.stream().anyMatch(resident -> resident.key().equals(model));
  }
}
