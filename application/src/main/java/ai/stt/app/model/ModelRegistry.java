package ai.stt.app.model;

import ai.stt.plugin.Capability;
import ai.stt.plugin.Model;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The models that are live. Thread-safe. */
public interface ModelRegistry {
  /** Every live model of every capability, in a steady order. */
  List<LiveModel> live();

  /**
   * The plugins that do not run or have done harm, each with the reason: by file name those that
   * were not loaded, by id those that cannot tell their models or left something behind.
   */
  default Map<String, String> failedPlugins() {
    return Map.of();
  }

  /**
   * Why a model is not live that would be made of others, with the command that installs them;
   * empty when it is live or unknown.
   */
  default Optional<String> missingPart(String capability, String modelId) {
    return Optional.empty();
  }

  /** The device that models run on, for the health answer. */
  DeviceInfo device();

  /**
   * Borrows a model and loads it when it is not in memory; callers that come meanwhile wait for the
   * same load.
   *
   * @throws ai.stt.speech.error.SpeechException {@code INVALID_REQUEST} naming the live ids when
   *     there is no such model, {@code MODEL_UNAVAILABLE} with the reason when it cannot be loaded
   * @throws InterruptedException when interrupted while waiting for the load
   */
  <M extends Model> Lease<M> lease(Capability<M> capability, String modelId)
      throws InterruptedException;
}
