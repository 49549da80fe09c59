package ai.stt.http.model;

import ai.stt.app.model.LiveModel;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code GET /v1/models}.
 *
 * @param models of the wanted capability
 * @param capabilities every capability with the ids of its models that can be used
 * @param failedPlugins those that give no models, or have done harm
 */
record ModelsAnswer(
    List<ModelAnswer> models,
    Map<String, List<String>> capabilities,
    @JsonProperty("failed_plugins") List<FailedPlugin> failedPlugins) {
  /**
   * A plugin that does not run, or has done harm.
   *
   * @param plugin its file, or its id
   * @param status always {@code failed}
   * @param reason in a sentence
   */
  record FailedPlugin(String plugin, String status, String reason) {
    static List<FailedPlugin> of(Map<String, String> failed) {
      return failed.entrySet().stream()
          .map(each -> new FailedPlugin(each.getKey(), "failed", each.getValue()))
          .toList();
    }
  }

  /**
   * One model.
   *
   * @param languages how many it understands
   * @param reason why it failed; left out unless it did
   */
  record ModelAnswer(
      String id,
      String name,
      int languages,
      String speed,
      String description,
      String capability,
      String plugin,
      String version,
      String device,
      String status,
      @JsonInclude(Include.NON_NULL) @Nullable String reason) {
    static ModelAnswer of(LiveModel model) {
      return new ModelAnswer(
          model.descriptor().id(),
          model.descriptor().name(),
          model.descriptor().languages().size(),
          model.descriptor().speed().wireName(),
          model.descriptor().description(),
          model.capability(),
          model.plugin(),
          model.version(),
          model.device(),
          model.status().wireName(),
          model.reason());
    }
  }
}
