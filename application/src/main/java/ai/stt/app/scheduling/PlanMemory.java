package ai.stt.app.scheduling;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Decides what leaves a device's memory so that a model fits: those that nobody uses, the least
 * recently used first, never one that is used, on its way, or pinned, and none in vain. A pure
 * function.
 */
public final class PlanMemory {
  private PlanMemory() {}

  /**
   * A model in memory, or on its way there.
   *
   * @param key tells it from the others
   * @param bytes that it takes
   * @param busy whether somebody uses or loads it
   * @param pinned whether it stays however idle
   * @param usedAt when it was last used
   */
  public record Resident<K>(K key, long bytes, boolean busy, boolean pinned, Instant usedAt) {
    boolean mayGo() {
      return !busy && !pinned;
    }
  }

  /** What to do about a model that is wanted. */
  public sealed interface Plan<K> {
    /** Load it when these are gone, in this order. */
    record Load<K>(List<K> evicted) implements Plan<K> {
      /** Takes a copy of the list. */
      public Load {
        evicted = List.copyOf(evicted);
      }
    }

    /** Wait: it fits when work that runs now has ended. */
    record Wait<K>() implements Plan<K> {}

    /**
     * It does not fit, whatever ends.
     *
     * @param atMostBytes the largest model that would
     */
    record TooLarge<K>(long atMostBytes) implements Plan<K> {}
  }

  /**
   * The plan for a model.
   *
   * @param capacityBytes of the device
   * @param residents all that is in its memory; may be more than fits, when estimates were wrong
   * @param wantedBytes of the model, which is not among them
   */
  public static <K> Plan<K> plan(
      long capacityBytes, Collection<Resident<K>> residents, long wantedBytes) {
    long stays = sum(residents.stream().filter(Resident::pinned).toList());
    if (wantedBytes > capacityBytes - stays) {
      return new Plan.TooLarge<>(Math.max(0, capacityBytes - stays));
    }
    long missing = wantedBytes - (capacityBytes - sum(residents));
    List<Resident<K>> going = new ArrayList<>();
    for (Resident<K> each : byUse(residents)) {
      if (missing - sum(going) <= 0) {
        break;
      }
      going.add(each);
    }
    if (sum(going) < missing) {
      return new Plan.Wait<>();
    }
    return new Plan.Load<>(withoutNeedless(going, missing).stream().map(Resident::key).toList());
  }

  private static <K> List<Resident<K>> byUse(Collection<Resident<K>> residents) {
    return residents.stream()
        .filter(Resident::mayGo)
        .sorted(Comparator.comparing(Resident::usedAt))
        .toList();
  }

  /** Spares those that the larger ones behind them have made needless, the last used first. */
  private static <K> List<Resident<K>> withoutNeedless(List<Resident<K>> going, long missing) {
    List<Resident<K>> needed = new ArrayList<>(going);
    for (Resident<K> each : going.reversed()) {
      if (sum(needed) - each.bytes() >= missing) {
        needed.remove(each);
      }
    }
    return needed;
  }

  private static <K> long sum(Collection<Resident<K>> residents) {
    return residents.stream().mapToLong(Resident::bytes).sum();
  }
}
