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
import java.util.Objects;
import java.util.TreeMap;

/** {@code GET /v1/models}: what is live now. Thread-safe. */
@Path("/v1/models")
@Produces(MediaType.APPLICATION_JSON)
public final class ModelsResource {
  private static final String ALL = "all";

  /** Those that are named also while no model has them. */
  private static final List<Capability<?>> KNOWN =
      List.of(
          Capability.TRANSCRIPTION,
          Capability.ENHANCEMENT,
          Capability.DIARIZATION,
          Capability.SPEAKER_EMBEDDING,
          Capability.VOICE_ACTIVITY,
          Capability.EMBEDDING,
          Capability.TEXT_ANALYSIS);

  /** Every model that transcribes also streams. */
  private static final String STREAMING = "streaming";

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
    String capability = wanted.equals(STREAMING) ? Capability.TRANSCRIPTION.id() : wanted;
    return new ModelsAnswer(
        live.stream()
            .filter(model -> wanted.equals(ALL) || model.capability().equals(capability))
            .map(ModelsAnswer.ModelAnswer::of)
            .toList(),
        capabilities,
        ModelsAnswer.FailedPlugin.of(registry.failedPlugins()));
  }

  private static Map<String, List<String>> capabilities(List<LiveModel> live) {
    var capabilities = new TreeMap<String, List<String>>();
    for (Capability<?> known : KNOWN) {
      capabilities.put(known.id(), new ArrayList<>());
    }
    for (LiveModel model : live) {
      List<String> ids =
          capabilities.computeIfAbsent(model.capability(), capability -> new ArrayList<>());
      if (model.status() != ModelStatus.FAILED) {
        ids.add(model.descriptor().id());
      }
    }
    capabilities.put(
        STREAMING, Objects.requireNonNull(capabilities.get(Capability.TRANSCRIPTION.id())));
    return capabilities;
  }
}
