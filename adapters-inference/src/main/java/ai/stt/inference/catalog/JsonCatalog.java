package ai.stt.inference.catalog;

import ai.stt.app.catalog.CatalogEntry;
import ai.stt.app.catalog.ModelCatalog;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** The catalog that comes with the program, {@code catalog.json}: best model first. */
public final class JsonCatalog implements ModelCatalog {
  private final List<CatalogEntry> entries;

  /** Reads the catalog. */
  public JsonCatalog() {
    try (InputStream in =
        Objects.requireNonNull(JsonCatalog.class.getResourceAsStream("catalog.json"))) {
      entries = CatalogReader.read(in.readAllBytes(), null).entries();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<CatalogEntry> entries() {
    return entries;
  }
}
