package ai.stt.inference.registry;

import java.util.ArrayList;
import java.util.List;

/** Models that have left their slot and are not closed yet. Under the lock of the slot. */
final class Departed {
  private final List<HeldModel> models = new ArrayList<>();

  void add(HeldModel model) {
    models.add(model);
  }

  /** How many of them somebody uses. */
  int borrowed() {
    return (int) left().stream().filter(model -> model.leases > 0).count();
  }

  /** Those that nobody uses; but not one that has been waited for in vain. */
  List<HeldModel> closing() {
    return left().stream().filter(model -> model.leases == 0 && !model.isStuck()).toList();
  }

  boolean isEmpty() {
    return left().isEmpty();
  }

  private List<HeldModel> left() {
    models.removeIf(model -> model.closed().isDone());
    return models;
  }
}
