package ai.stt.app.enhanced;

import ai.stt.app.model.ChooseModel;
import ai.stt.app.model.DeviceInfo;
import ai.stt.app.model.Lease;
import ai.stt.app.model.LiveModel;
import ai.stt.app.model.ModelRegistry;
import ai.stt.plugin.Capability;
import ai.stt.plugin.Model;
import ai.stt.plugin.enhancement.Enhancer;
import ai.stt.plugin.transcription.Transcriber;
import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import ai.stt.speech.model.ModelDescriptor;
import ai.stt.speech.model.ModelStatus;
import ai.stt.speech.model.Speed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The live models and, where the best transcriber and an enhancer are live, the one made of both.
 * Thread-safe.
 */
public final class EnhancedModels implements ModelRegistry {
  /** The model's id. */
  public static final String ID = "stt-ai-enhanced";

  /** Measured here; others serve where it is not installed. */
  private static final String PREFERRED = "deepfilternet3";

  private static final String MISSING =
      "model '%s' needs a model of several languages and an enhancer that work; the operator"
              .formatted(ID)
          + " installs them with: stt models pull base "
          + PREFERRED;

  private final ModelRegistry models;
  private final ChooseModel choose;

  /**
   * Adds the model.
   *
   * @param choose among the same models
   */
  public EnhancedModels(ModelRegistry models, ChooseModel choose) {
    this.models = models;
    this.choose = choose;
  }

  @Override
  public List<LiveModel> live() {
    List<LiveModel> live = new ArrayList<>(models.live());
    Optional<LiveModel> best = choose.best(Capability.TRANSCRIPTION.id());
    if (best.isPresent() && enhancer().isPresent()) {
      LiveModel hearing = best.get();
      var descriptor =
          new ModelDescriptor(
              ID,
              "STT AI enhanced",
              "The best installed model with a wide beam, behind an enhancer when there is noise.",
              hearing.descriptor().languages(),
              Speed.STANDARD);
      live.add(
          new LiveModel(
              hearing.capability(),
              descriptor,
              hearing.plugin(),
              hearing.version(),
              hearing.device(),
              hearing.status(),
              null));
    }
    return List.copyOf(live);
  }

  private Optional<LiveModel> enhancer() {
    return models.live().stream()
        .filter(model -> model.capability().equals(Capability.ENHANCEMENT.id()))
        .filter(model -> model.status() != ModelStatus.FAILED)
        .min(Comparator.comparing(model -> !model.descriptor().id().equals(PREFERRED)));
  }

  @Override
  public Map<String, String> failedPlugins() {
    return models.failedPlugins();
  }

  @Override
  public DeviceInfo device() {
    return models.device();
  }

  @Override
  public <M extends Model> Lease<M> lease(Capability<M> capability, String modelId)
      throws InterruptedException {
    if (!modelId.equals(ID) || !capability.equals(Capability.TRANSCRIPTION)) {
      return models.lease(capability, modelId);
    }
    LiveModel best = choose.best(Capability.TRANSCRIPTION.id()).orElseThrow(this::missing);
    String enhancer = enhancer().orElseThrow(this::missing).descriptor().id();
    Lease<Transcriber> hearing = models.lease(Capability.TRANSCRIPTION, best.descriptor().id());
    M model =
        capability
            .type()
            .cast(new EnhancedTranscriber(hearing.model(), () -> leaseEnhancer(enhancer)));
    return new Lease<>() {
      @Override
      public M model() {
        return model;
      }

      @Override
      public void close() {
        hearing.close();
      }
    };
  }

  private Lease<Enhancer> leaseEnhancer(String id) throws InterruptedException {
    Lease<Enhancer> lease = models.lease(Capability.ENHANCEMENT, id);
    try {
      requireMultiple(id, lease.model().sampleRateHz());
      return lease;
    } catch (RuntimeException | Error e) {
      lease.close();
      throw e;
    }
  }

  private static void requireMultiple(String id, int rate) {
    if (rate % PcmChunk.SAMPLE_RATE_HZ != 0) {
      throw new SpeechException(
          ErrorCode.MODEL_UNAVAILABLE,
          "model '%s' needs an enhancer of 16 or 48 kHz, and '%s' is one of %d Hz; the operator"
                  .formatted(ID, id, rate)
              + " installs another with: stt models pull "
              + PREFERRED);
    }
  }

  @Override
  public Optional<String> missingPart(String capability, String modelId) {
    boolean mine = modelId.equals(ID) && capability.equals(Capability.TRANSCRIPTION.id());
    boolean live = choose.best(Capability.TRANSCRIPTION.id()).isPresent() && enhancer().isPresent();
    return mine && !live ? Optional.of(MISSING) : models.missingPart(capability, modelId);
  }

  private SpeechException missing() {
    return new SpeechException(ErrorCode.MODEL_UNAVAILABLE, MISSING);
  }
}
