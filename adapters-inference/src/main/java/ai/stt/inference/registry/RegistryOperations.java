package ai.stt.inference.registry;

import ai.stt.app.operation.ModelOperations;
import ai.stt.app.operation.OperatedModel;
import ai.stt.app.operation.PluginState;
import ai.stt.inference.plugin.PluginFolder;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an operator does with the models of a registry.
 *
 * @param table the live models, as of now
 * @param troubles what is wrong with plugins that run, by id
 * @param pinned ids of models that stay in memory; changed by this
 * @param room where models are brought to
 * @param replacements who serves while a new version is not there
 * @param device where models run
 */
record RegistryOperations(
    Supplier<ModelTable> table,
    PluginFolder folder,
    Supplier<Map<String, String>> troubles,
    Set<String> pinned,
    ModelRoom room,
    Replacements replacements,
    String device)
    implements ModelOperations {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryOperations.class);

  @Override
  public List<PluginState> plugins() {
    Map<String, String> refused = troubles.get();
    return folder.states().stream()
        .map(
            state -> {
              String id = state.id();
              boolean asked = state.runs() && state.reason() == null && id != null;
              String reason = asked ? refused.get(id) : null;
              return reason == null ? state : state.failed(reason);
            })
        .toList();
  }

  @Override
  public List<OperatedModel> models() {
    return table.get().slots().stream().map(this::operated).toList();
  }

  private OperatedModel operated(ModelSlot listed) {
    ModelSlot slot = replacements.serving(listed);
    Offered offered = slot.offered();
    SlotState use = slot.state();
    return new OperatedModel(
        slot.describe(device),
        offered.offer().memoryBytes(),
        use.measuredBytes(),
        use.leases(),
        pinned.contains(offered.modelId()),
        use.since());
  }

  @Override
  public void load(String id) {
    for (ModelSlot slot : find(id)) {
      slot.forgive();
      room.bring(slot);
    }
    LOG.info("The operator loads model {}", id);
  }

  @Override
  public void unload(String id) {
    for (ModelSlot slot : find(id)) {
      if (!replacements.serving(slot).unload() || !slot.unload()) {
        throw new SpeechException(
            ErrorCode.CONFLICT,
            "model '%s' is in use or being loaded; try again when that is over".formatted(id));
      }
    }
    LOG.info("The operator unloads model {}", id);
  }

  @Override
  public void pin(String id, boolean pin) {
    List<ModelSlot> slots = find(id);
    if (pin) {
      slots.forEach(ModelSlot::forgive);
      slots.forEach(room::bring);
      pinned.add(id);
    } else {
      pinned.remove(id);
    }
    LOG.info("The operator {} model {}", pin ? "pins" : "unpins", id);
  }

  private List<ModelSlot> find(String id) {
    List<ModelSlot> slots =
        table.get().slots().stream().filter(slot -> slot.offered().modelId().equals(id)).toList();
    if (slots.isEmpty()) {
      throw new SpeechException(
          ErrorCode.NOT_FOUND,
          "there is no such model; GET /admin/models lists those that are live");
    }
    return slots;
  }
}
