package ai.stt.inference.registry;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The live models at one moment, in the order that they are listed. Immutable. */
final class ModelTable {
  static final ModelTable EMPTY = new ModelTable(new LinkedHashMap<>());
  private static final Logger LOG = LoggerFactory.getLogger(ModelTable.class);

  private final SequencedMap<Key, ModelSlot> slots;

  private record Key(String capability, String modelId) {}

  private ModelTable(SequencedMap<Key, ModelSlot> slots) {
    this.slots = slots;
  }

  /**
   * The table that follows this one. Slots whose offer is like the one before stay with what they
   * have loaded; of two offers for the same name the first counts.
   */
  ModelTable next(List<Offered> offers, Function<Offered, ModelSlot> newSlot) {
    SequencedMap<Key, ModelSlot> next = new LinkedHashMap<>();
    for (Offered offered : offers) {
      var key = new Key(offered.capability(), offered.modelId());
      ModelSlot first = next.get(key);
      if (first != null) {
        LOG.warn(
            "Model {} is offered by plugin {} and again by {}; the first one serves",
            key.modelId(),
            first.offered().plugin().manifest().id(),
            offered.plugin().manifest().id());
        continue;
      }
      ModelSlot before = slots.get(key);
      if (before != null && before.offered().isLike(offered)) {
        before.renew(offered);
        next.put(key, before);
      } else {
        next.put(key, newSlot.apply(offered));
      }
    }
    return new ModelTable(next);
  }

  Collection<ModelSlot> slots() {
    return slots.values();
  }

  /** The slots that are not in another table. */
  List<ModelSlot> without(ModelTable other) {
    List<ModelSlot> rest = new ArrayList<>(slots.values());
    rest.removeAll(other.slots.values());
    return rest;
  }

  Optional<ModelSlot> find(String capability, String modelId) {
    return Optional.ofNullable(slots.get(new Key(capability, modelId)));
  }

  List<String> ids(String capability) {
    return slots.keySet().stream()
        .filter(key -> key.capability().equals(capability))
        .map(Key::modelId)
        .toList();
  }
}
