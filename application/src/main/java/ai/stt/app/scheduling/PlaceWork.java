package ai.stt.app.scheduling;

import ai.stt.app.scheduling.PlanMemory.Plan;
import ai.stt.app.scheduling.PlanMemory.Resident;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * Decides what is started and loaded where, as a pure function of what waits and of what the
 * devices hold. It never plans beyond a device's memory or places; nothing waits for a model that a
 * device with a free place has, or could load; and work has its turn by {@link WaitingWork#byTurn}.
 *
 * <p>Work whose turn it is, but whose model finds no room beside what runs, has a device kept for
 * it once it has waited for four times as long as work takes to age: nothing else is started there
 * until what runs there has ended. One device is kept at a time, the one with the least to end, so
 * that the choice changes only to one that is nearer to its end.
 */
public final class PlaceWork {
  /** Keeping a device costs time that others could use, so it comes late. */
  private static final int STEPS_KEPT = 4;

  private final ToLongFunction<String> modelBytes;
  private final Duration aging;

  /**
   * A policy.
   *
   * @param modelBytes the memory that a model takes
   * @param aging how long work waits until it is one step more urgent
   */
  public PlaceWork(ToLongFunction<String> modelBytes, Duration aging) {
    this.modelBytes = modelBytes;
    this.aging = aging;
  }

  /** One thing to do. */
  public sealed interface Decision {
    /** Start work on a device that has its model. */
    record Start(WaitingWork work, String device) implements Decision {}

    /** Bring a model to a device, when these have left it. */
    record Load(String model, String device, List<String> evicted) implements Decision {
      /** Takes a copy of the list. */
      public Load {
        evicted = List.copyOf(evicted);
      }
    }
  }

  /**
   * What to do now.
   *
   * @param waiting in any order
   */
  public List<Decision> plan(
      Collection<DeviceLoad> devices, Collection<WaitingWork> waiting, Instant now) {
    var board = new Board(devices);
    List<Decision> decisions = new ArrayList<>();
    Set<String> hopeless = new HashSet<>();
    for (WaitingWork work : waiting.stream().sorted(WaitingWork.byTurn(now, aging)).toList()) {
      if (board.isFull()) {
        break;
      }
      String model = work.model();
      if (hopeless.contains(model)) {
        continue;
      }
      Optional<Decision> decision = board.start(work);
      if (decision.isEmpty() && !board.isOnItsWay(model)) {
        long bytes = modelBytes.applyAsLong(model);
        decision = board.load(model, bytes);
        if (decision.isEmpty()) {
          hopeless.add(model);
          if (!now.isBefore(work.since().plus(aging.multipliedBy(STEPS_KEPT)))
              && !board.isSomewhere(model)) {
            board.keepOne(bytes);
          }
        }
      }
      decision.ifPresent(decisions::add);
    }
    return decisions;
  }

  /** The devices as they become while a plan is made. */
  private static final class Board {
    private final List<Slot> slots = new ArrayList<>();

    /** Places that are coming with a model, and not yet spoken for by work that waits for it. */
    private final Map<String, Integer> coming = new HashMap<>();

    private int freePlaces;
    private boolean keeps;

    Board(Collection<DeviceLoad> devices) {
      for (DeviceLoad device : devices) {
        var slot = new Slot(device);
        slots.add(slot);
        freePlaces += Math.max(0, slot.free);
        device.loading().forEach(each -> coming.merge(each.key(), device.free(), Integer::sum));
      }
    }

    boolean isFull() {
      return freePlaces <= 0;
    }

    /** Speaks for a place on a device that loads the model. */
    boolean isOnItsWay(String model) {
      int left = coming.getOrDefault(model, 0);
      if (left > 0) {
        coming.put(model, left - 1);
      }
      return left > 0;
    }

    Optional<Decision> start(WaitingWork work) {
      Slot best = null;
      for (Slot slot : slots) {
        if (slot.free > 0
            && slot.device.has(work.model())
            && !slot.evicted.contains(work.model())
            && (best == null || slot.free > best.free)) {
          best = slot;
        }
      }
      if (best == null) {
        return Optional.empty();
      }
      best.free--;
      best.used.add(work.model());
      freePlaces--;
      return Optional.of(new Decision.Start(work, best.device.id()));
    }

    Optional<Decision> load(String model, long bytes) {
      Slot best = null;
      List<String> fewest = List.of();
      for (Slot slot : slots) {
        if (slot.free > 0
            && !slot.holds(model)
            && PlanMemory.plan(slot.device.memoryBytes(), slot.residents(), bytes)
                instanceof Plan.Load<String>(List<String> evicted)
            && (best == null || evicted.size() < fewest.size())) {
          best = slot;
          fewest = evicted;
        }
        if (best != null && fewest.isEmpty()) {
          break;
        }
      }
      if (best == null) {
        return Optional.empty();
      }
      best.evicted.addAll(fewest);
      best.arriving.add(new Resident<>(model, bytes, true, false, Instant.MAX));
      coming.merge(model, best.free - 1, Integer::sum);
      return Optional.of(new Decision.Load(model, best.device.id(), fewest));
    }

    /** Whether a device has it; work has its turn there when a place is free. */
    boolean isSomewhere(String model) {
      return slots.stream().anyMatch(slot -> slot.holds(model));
    }

    /** Keeps a device, where the model fits when all work has ended, unless one is kept already. */
    void keepOne(long bytes) {
      if (keeps) {
        return;
      }
      Slot best = null;
      for (Slot slot : slots) {
        if (slot.fitsAlone(bytes) && (best == null || slot.busy() < best.busy())) {
          best = slot;
        }
      }
      if (best != null) {
        keeps = true;
        freePlaces -= Math.max(0, best.free);
        best.free = 0;
      }
    }
  }

  /** One device while a plan is made. */
  private static final class Slot {
    private final DeviceLoad device;
    private final Set<String> evicted = new HashSet<>();
    private final Set<String> used = new HashSet<>();
    private final List<Resident<String>> arriving = new ArrayList<>();
    private int free;

    Slot(DeviceLoad device) {
      this.device = device;
      this.free = device.free();
    }

    boolean holds(String model) {
      return (device.has(model) && !evicted.contains(model))
          || device.awaits(model)
          || arriving.stream().anyMatch(resident -> resident.key().equals(model));
    }

    /** What has to end until all of it is idle. */
    int busy() {
      return device.places() - free + device.loading().size() + arriving.size();
    }

    boolean fitsAlone(long bytes) {
      long pinned =
          device.loaded().stream().filter(Resident::pinned).mapToLong(Resident::bytes).sum();
      return bytes <= device.memoryBytes() - pinned;
    }

    List<Resident<String>> residents() {
      List<Resident<String>> all = new ArrayList<>(arriving);
      all.addAll(device.loading());
      for (Resident<String> each : device.loaded()) {
        if (!evicted.contains(each.key())) {
          all.add(
              used.contains(each.key())
                  ? new Resident<>(each.key(), each.bytes(), true, each.pinned(), each.usedAt())
                  : each);
        }
      }
      return all;
    }
  }
}
