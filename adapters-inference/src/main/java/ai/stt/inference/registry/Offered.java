package ai.stt.inference.registry;

import ai.stt.app.model.LiveModel;
import ai.stt.inference.plugin.LoadedPlugin;
import ai.stt.plugin.ModelOffer;
import ai.stt.speech.model.ModelStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An offer of a plugin, with the weights that the store has under the model's id. Two that are
 * alike may share what is loaded.
 */
record Offered(LoadedPlugin plugin, ModelOffer<?> offer, List<Weights> weights) {
  String capability() {
    return offer.capability().id();
  }

  String modelId() {
    return offer.descriptor().id();
  }

  /** Whether all but the loader, which is another one in every answer, is the same. */
  boolean isLike(Offered other) {
    return plugin.equals(other.plugin)
        && offer.capability().equals(other.offer.capability())
        && offer.descriptor().equals(other.offer.descriptor())
        && offer.memoryBytes() == other.offer.memoryBytes()
        && weights.equals(other.weights);
  }

  /** As it is listed. */
  LiveModel described(String device, ModelStatus status, @Nullable String reason) {
    return new LiveModel(
        capability(),
        offer.descriptor(),
        plugin.manifest().id(),
        plugin.manifest().version(),
        device,
        status,
        reason);
  }
}
