package ai.stt.inference.catalog;

import ai.stt.app.catalog.CatalogEntry;
import ai.stt.app.catalog.ModelCatalog;
import ai.stt.app.catalog.ModelSource;
import ai.stt.speech.model.ModelDescriptor;
import ai.stt.speech.model.Speed;
import ai.stt.speech.text.Language;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** The catalog that comes with the program, {@code catalog.json}: best model first. */
public final class JsonCatalog implements ModelCatalog {
  private static final JsonMapper JSON = new JsonMapper();

  private final List<CatalogEntry> entries;

  /** Reads the catalog. */
  public JsonCatalog() {
    try (InputStream in =
        Objects.requireNonNull(JsonCatalog.class.getResourceAsStream("catalog.json"))) {
      List<CatalogEntry> read = new ArrayList<>();
      for (JsonNode node : JSON.readTree(in)) {
        read.add(entry(node));
      }
      entries = List.copyOf(read);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<CatalogEntry> entries() {
    return entries;
  }

  /** The codes of the first so many of Whisper's languages. */
  static List<String> whisperLanguages(int count) {
    return Language.all().stream().limit(count).map(Language::code).toList();
  }

  private static CatalogEntry entry(JsonNode node) throws IOException {
    List<ModelSource> sources = new ArrayList<>();
    for (JsonNode source : node.get("sources")) {
      sources.add(
          source.has("url")
              ? new ModelSource.Url(URI.create(source.get("url").asText()))
              : JSON.treeToValue(source, ModelSource.Packages.class));
    }
    JsonNode notice = node.path("licenceNotice");
    return new CatalogEntry(
        new ModelDescriptor(
            node.get("id").asText(),
            node.get("name").asText(),
            node.get("description").asText(),
            languages(node.get("languages")),
            Speed.valueOf(node.get("speed").asText().toUpperCase(Locale.ROOT))),
        node.get("capability").asText(),
        node.get("family").asText(),
        node.get("format").asText(),
        node.get("sizeBytes").asLong(),
        node.get("sha256").asText(),
        node.get("licence").asText(),
        notice.isTextual() ? notice.asText() : null,
        sources);
  }

  /** A list of codes, or {@code multilingual-N} for the first N of Whisper's languages. */
  private static List<String> languages(JsonNode node) {
    if (node.isTextual()) {
      return whisperLanguages(Integer.parseInt(node.asText().replace("multilingual-", "")));
    }
    List<String> codes = new ArrayList<>();
    node.forEach(code -> codes.add(code.asText()));
    return codes;
  }
}
