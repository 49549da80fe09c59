package ai.stt.app.testing;

import ai.stt.app.catalog.CatalogEntry;
import ai.stt.app.catalog.ModelCatalog;
import ai.stt.app.model.DeviceInfo;
import ai.stt.app.model.Lease;
import ai.stt.app.model.LiveModel;
import ai.stt.app.model.ModelRegistry;
import ai.stt.plugin.Capability;
import ai.stt.plugin.Model;
import ai.stt.plugin.transcription.Transcriber;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import ai.stt.speech.model.ModelDescriptor;
import ai.stt.speech.model.ModelStatus;
import ai.stt.speech.model.Speed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Models in memory, and a catalog that knows a few more. Thread-safe once set up. */
public final class FakeModels implements ModelRegistry, ModelCatalog {
  private final Map<String, Model> models = new LinkedHashMap<>();
  private final List<LiveModel> live = new ArrayList<>();
  private final List<CatalogEntry> entries = new ArrayList<>();
  private final Map<String, SpeechException> failing = new LinkedHashMap<>();
  private final AtomicInteger openLeases = new AtomicInteger();

  /** Adds a live transcription model and its catalog entry. */
  public FakeModels live(String id, Transcriber transcriber, String... languages) {
    return live(Capability.TRANSCRIPTION, id, transcriber, languages);
  }

  /** Adds a live model and its catalog entry. */
  public <M extends Model> FakeModels live(
      Capability<M> capability, String id, M model, String... languages) {
    models.put(id, model);
    live.add(
        new LiveModel(
            capability.id(),
            descriptor(id, languages),
            "fake",
            "1.0.0",
            "cpu",
            ModelStatus.AVAILABLE,
            null));
    return installable(capability, id, languages);
  }

  /** Adds a transcription model to the catalog only. */
  public FakeModels installable(String id, String... languages) {
    return installable(Capability.TRANSCRIPTION, id, languages);
  }

  /** Adds an entry to the catalog only. */
  public FakeModels installable(Capability<?> capability, String id, String... languages) {
    entries.add(
        new CatalogEntry(
            descriptor(id, languages),
            capability.id(),
            "fake",
            "fake",
            1,
            "0".repeat(64),
            "MIT",
            null,
            List.of()));
    return this;
  }

  /** From now on that model cannot be borrowed. */
  public void fails(String id, SpeechException why) {
    failing.put(id, why);
  }

  /** Leases that are not closed. */
  public int openLeases() {
    return openLeases.get();
  }

  @Override
  public List<LiveModel> live() {
    return List.copyOf(live);
  }

  @Override
  public DeviceInfo device() {
    return new DeviceInfo("cpu", 2, null, 0);
  }

  @Override
  public <M extends Model> Lease<M> lease(Capability<M> capability, String modelId) {
    Model model = models.get(modelId);
    SpeechException why = failing.get(modelId);
    if (why != null) {
      throw why;
    }
    if (!capability.type().isInstance(model)) {
      throw new SpeechException(ErrorCode.INVALID_REQUEST, "there is no model " + modelId);
    }
    openLeases.incrementAndGet();
    return new Lease<>() {
      @Override
      public M model() {
        return capability.type().cast(model);
      }

      @Override
      public void close() {
        openLeases.decrementAndGet();
      }
    };
  }

  @Override
  public List<CatalogEntry> entries() {
    return List.copyOf(entries);
  }

  private static ModelDescriptor descriptor(String id, String... languages) {
    return new ModelDescriptor(id, "Fake " + id, "A fake.", List.of(languages), Speed.FAST);
  }
}
