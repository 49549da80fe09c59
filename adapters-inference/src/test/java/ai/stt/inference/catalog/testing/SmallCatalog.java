package ai.stt.inference.catalog.testing;

import ai.stt.app.catalog.CatalogEntry;
import ai.stt.app.catalog.ModelCatalog;
import ai.stt.app.catalog.ModelSource;
import ai.stt.speech.model.ModelDescriptor;
import ai.stt.speech.model.Speed;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A catalog whose models are a few bytes. */
public final class SmallCatalog implements ModelCatalog {
  private final List<CatalogEntry> entries = new ArrayList<>();

  /** Adds a model with this content. */
  public SmallCatalog add(String id, byte[] content, ModelSource... sources) {
    return add(id, content.length, Archives.sha256(content), null, sources);
  }

  /** Adds a model. */
  public SmallCatalog add(
      String id, long sizeBytes, String sha256, @Nullable String notice, ModelSource... sources) {
    entries.add(
        new CatalogEntry(
            new ModelDescriptor(id, "Small " + id, "", List.of("en"), Speed.VERY_FAST),
            "transcription",
            "whisper",
            "ggml",
            sizeBytes,
            sha256,
            "MIT",
            notice,
            List.of(sources)));
    return this;
  }

  @Override
  public List<CatalogEntry> entries() {
    return List.copyOf(entries);
  }
}
