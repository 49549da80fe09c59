package ai.stt.inference.registry;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Slots whose model is not in memory yet, each with the one before, which serves until it is: so a
 * new version that cannot be loaded harms nobody. Thread-safe.
 */
final class Replacements {
  private static final Logger LOG = LoggerFactory.getLogger(Replacements.class);

  private final Map<ModelSlot, ModelSlot> standIns = new ConcurrentHashMap<>();

  /**
   * Lets models that are in memory stand in for those of a table that follow them.
   *
   * @return those that are not to be retired yet
   */
  Set<ModelSlot> take(ModelTable before, Collection<ModelSlot> following) {
    Set<ModelSlot> kept = new HashSet<>();
    for (ModelSlot next : following) {
      Offered offered = next.offered();
      ModelSlot old = before.find(offered.capability(), offered.modelId()).orElse(null);
      ModelSlot serving = old == null ? null : handedOver(old);
      if (serving != null) {
        standIns.put(next, serving);
        kept.add(serving);
        LOG.info(
            "Model {} goes on with version {} until {} is loaded",
            offered.modelId(),
            version(serving),
            version(next));
      }
    }
    return kept;
  }

  private @Nullable ModelSlot handedOver(ModelSlot old) {
    ModelSlot inTurn = standIns.remove(old);
    if (!old.state().held()) {
      return inTurn;
    }
    if (inTurn != null) {
      inTurn.retire(); // the model came between two looks
    }
    return old;
  }

  /** Who serves in place of a model that is not loaded yet, or could not be; null for nobody. */
  @Nullable ModelSlot standIn(ModelSlot slot) {
    return standIns.isEmpty() ? null : standIns.get(slot);
  }

  /** Who serves: the stand-in, if any, or the slot itself. */
  ModelSlot serving(ModelSlot slot) {
    ModelSlot other = standIn(slot);
    return other == null || slot.state().held() ? slot : other;
  }

  /** Lets stand-ins go that are not needed any more. */
  void settle() {
    standIns.forEach(
        (next, old) -> {
          boolean useless = !old.state().held() && !hasFailed(next);
          if (next.state().held() || next.state().retired() || useless) {
            end(next);
          }
        });
  }

  /** The model is there; the one before is not needed any more. */
  void arrived(ModelSlot next) {
    if (!standIns.isEmpty()) {
      end(next);
    }
  }

  /**
   * Gives up the stand-in of a model that does not fit beside it; but not for one that has failed
   * before.
   *
   * @return whether there was any
   */
  boolean makeWay(ModelSlot next) {
    return standIns.containsKey(next) && !hasFailed(next) && end(next);
  }

  private boolean end(ModelSlot next) {
    ModelSlot old = standIns.remove(next);
    if (old == null) {
      return false;
    }
    old.retire();
    LOG.info(
        "Model {} changes from version {} to {}",
        next.offered().modelId(),
        version(old),
        version(next));
    return true;
  }

  /** Plugins whose models could not take the place of those before, by id, with the reason. */
  Map<String, String> failures() {
    Map<String, String> reasons = new TreeMap<>();
    standIns.forEach(
        (next, old) -> {
          String reason = next.state().failure();
          if (reason != null) {
            reasons.put(
                next.offered().plugin().manifest().id(),
                "model '%s' of version %s cannot be loaded (%s), so that of version %s goes on"
                    .formatted(next.offered().modelId(), version(next), reason, version(old)));
          }
        });
    return reasons;
  }

  private static boolean hasFailed(ModelSlot slot) {
    return slot.state().failure() != null;
  }

  private static String version(ModelSlot slot) {
    return slot.offered().plugin().manifest().version();
  }
}
