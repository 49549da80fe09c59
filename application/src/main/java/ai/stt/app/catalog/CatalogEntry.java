package ai.stt.app.catalog;

import ai.stt.speech.model.ModelDescriptor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model that can be installed.
 *
 * @param descriptor what it will say about itself
 * @param capability the capability's id
 * @param family the plugin family that runs it
 * @param format the format of the file in the store
 * @param sizeBytes size of that file
 * @param sha256 of that file, 64 lower-case hex digits
 * @param licence SPDX id
 * @param licenceNotice what a user must accept first (non-commercial weights), null for none
 * @param sources where it can be had, tried in order
 */
public record CatalogEntry(
    ModelDescriptor descriptor,
    String capability,
    String family,
    String format,
    long sizeBytes,
    String sha256,
    String licence,
    @Nullable String licenceNotice,
    List<ModelSource> sources) {
  /** Takes a copy of the list. */
  public CatalogEntry {
    sources = List.copyOf(sources);
  }

  /** The model's id. */
  public String id() {
    return descriptor.id();
  }
}
