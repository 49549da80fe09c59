package ai.stt.http.model;

import ai.stt.app.model.LiveModel;
import ai.stt.app.model.ModelRegistry;
import ai.stt.http.request.RequestIds;
import ai.stt.plugin.Capability;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import ai.stt.speech.model.ModelStatus;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code GET /v1/models}: what is live now. Thread-safe. */
@Path("/v1/models")
@Produces(MediaType.APPLICATION_JSON)
public final class ModelsResource {
  private static final String ALL = "all";

  private final ModelRegistry registry;

  /** A list of the registry's models. */
  public ModelsResource(ModelRegistry registry) {
    this.registry = registry;
  }

  /**
   * The models of one capability.
   *
   * @param wanted a capability's id, or {@code all}
   */
  @GET
  public ModelsAnswer models(
      @QueryParam("capability") @DefaultValue("transcription") String wanted) {
    List<LiveModel> live = registry.live();
    Map<String, List<String>> capabilities = capabilities(live);
    if (!wanted.equals(ALL) && !capabilities.containsKey(wanted)) {
      throw new SpeechException(
          ErrorCode.INVALID_REQUEST,
          "capability: '%s' is not known here; use %s or %s"
              .formatted(
                  RequestIds.printable(wanted), String.join(", ", capabilities.keySet()), ALL));
    }
    return new ModelsAnswer(
        live.stream()
            .filter(model -> wanted.equals(ALL) || model.capability().equals(wanted))
            .map(ModelsAnswer.ModelAnswer::of)
            .toList(),
        capabilities);
  }

  private static Map<String, List<String>> capabilities(List<LiveModel> live) {
    var capabilities = new TreeMap<String, List<String>>();
    capabilities.put(Capability.TRANSCRIPTION.id(), new ArrayList<>());
    capabilities.put(Capability.ENHANCEMENT.id(), new ArrayList<>());
    capabilities.put(Capability.EMBEDDING.id(), new ArrayList<>());
    capabilities.put(Capability.TEXT_ANALYSIS.id(), new ArrayList<>());
    for (LiveModel model : live) {
      List<String> ids =
          capabilities.computeIfAbsent(model.capability(), capability -> new ArrayList<>());
      if (model.status() != ModelStatus.FAILED) {
        ids.add(model.descriptor().id());
      }
    }
    return capabilities;
  }
}
