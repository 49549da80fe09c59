package ai.stt.app.catalog;

import java.util.List;
import java.util.Optional;

/** The models that can be installed. Thread-safe. */
public interface ModelCatalog {
  /** All entries, in the catalog's order. */
  List<CatalogEntry> entries();

  /** What is wrong with catalogs that are not used as they should be, a sentence for each. */
  default List<String> problems() {
    return List.of();
  }

  /** The entry with this model id. */
  default Optional<CatalogEntry> find(String modelId) {
    return entries().stream().filter(entry -> entry.id().equals(modelId)).findFirst();
  }
}
