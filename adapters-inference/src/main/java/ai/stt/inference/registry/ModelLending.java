package ai.stt.inference.registry;

import ai.stt.app.model.Lease;
import ai.stt.plugin.Capability;
import ai.stt.plugin.Model;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lends models, and loads them first when they are not in memory. Thread-safe. */
final class ModelLending {
  private static final Logger LOG = LoggerFactory.getLogger(ModelLending.class);

  private final Supplier<ModelTable> table;
  private final ModelRoom room;
  private final Replacements replacements;
  private final DeviceCare care;
  private final Duration failureRetry;

  /**
   * Lends what is in a table.
   *
   * @param table as it is now; throws when nothing is lent any more
   */
  ModelLending(
      Supplier<ModelTable> table,
      ModelRoom room,
      Replacements replacements,
      DeviceCare care,
      Duration failureRetry) {
    this.replacements = replacements;
    this.table = table;
    this.room = room;
    this.care = care;
    this.failureRetry = failureRetry;
  }

  <M extends Model> Lease<M> lease(Capability<M> capability, String modelId)
      throws InterruptedException {
    care.requireUsable();
    while (true) {
      ModelSlot wanted = find(capability, modelId);
      ModelSlot slot = serving(wanted);
      room.holdBack(slot);
      switch (slot.attempt()) {
        case Attempt.Leased(HeldModel held, Model model) -> {
          replacements.arrived(slot);
          return lend(capability, slot, held, model);
        }
        case Attempt.Loading loading -> {
          Optional<String> failure = await(loading);
          if (failure.isPresent() && replacements.standIn(wanted) == null) {
            throw unavailable(modelId, failure.get(), failureRetry);
          }
        }
        case Attempt.Failed(String reason, Duration retryAfter) ->
            throw unavailable(modelId, reason, retryAfter);
        case Attempt.Absent absent -> room.bringPatiently(slot);
        case Attempt.Gone gone -> Thread.onSpinWait();
      }
    }
  }

  /** The slot itself, or one that is in memory while this one is not; which is tried again then. */
  private ModelSlot serving(ModelSlot wanted) {
    ModelSlot slot = replacements.serving(wanted);
    if (!slot.equals(wanted) && wanted.mayLoad()) {
      try {
        room.bring(wanted);
      } catch (SpeechException e) {
        LOG.debug("The new version of a model waits: {}", e.getMessage());
      }
      return replacements.serving(wanted);
    }
    return slot;
  }

  private ModelSlot find(Capability<?> capability, String modelId) {
    ModelTable now = table.get();
    return now.find(capability.id(), modelId)
        .orElseThrow(
            () ->
                new SpeechException(
                    ErrorCode.INVALID_REQUEST,
                    "model: there is no such model for %s; live models: %s"
                        .formatted(capability.id(), listed(now.ids(capability.id())))));
  }

  private static String listed(List<String> ids) {
    return ids.isEmpty() ? "none" : String.join(", ", ids);
  }

  private static <M extends Model> Lease<M> lend(
      Capability<M> capability, ModelSlot slot, HeldModel held, Model model) {
    if (!capability.type().isInstance(model)) {
      slot.giveBack(held, Duration.ZERO);
      throw new SpeechException(
          ErrorCode.MODEL_UNAVAILABLE,
          "the model's plugin was built for another kind of " + capability.id());
    }
    return new CountedLease<>(slot, held, capability.type().cast(model));
  }

  private static Optional<String> await(Attempt.Loading loading) throws InterruptedException {
    try {
      return loading.outcome().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a load tells its failure as a value", e);
    }
  }

  private static SpeechException unavailable(String modelId, String reason, Duration retryAfter) {
    return new SpeechException(
        ErrorCode.MODEL_UNAVAILABLE,
        "model '%s' cannot be loaded: %s".formatted(modelId, reason),
        retryAfter,
        null);
  }
}
