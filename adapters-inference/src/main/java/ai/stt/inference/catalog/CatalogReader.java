package ai.stt.inference.catalog;

import ai.stt.app.catalog.CatalogEntry;
import ai.stt.app.catalog.ModelSource;
import ai.stt.speech.model.ModelDescriptor;
import ai.stt.speech.model.Speed;
import ai.stt.speech.text.Language;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a catalog: a JSON list of models, or an object with the list as {@code models} and a {@code
 * serial} that grows with every change. Fields may be added; those that are not known are ignored.
 *
 * @param serial 0 when the catalog has none
 */
record CatalogReader(List<CatalogEntry> entries, long serial) {
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * Reads the bytes of a catalog.
   *
   * @param base what addresses that are not whole go on from; null when there is none
   * @throws IOException naming the entry and the field that cannot be used
   */
  static CatalogReader read(byte[] json, @Nullable URI base) throws IOException {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IOException("it is no JSON: " + e.getOriginalMessage(), e);
    }
    JsonNode models = root.isArray() ? root : root.path("models");
    if (!models.isArray()) {
      throw new IOException("it is no list of models, and has none as 'models'");
    }
    List<CatalogEntry> entries = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (JsonNode node : models) {
      CatalogEntry entry = checkedEntry(node, base);
      if (!ids.add(entry.id())) {
        throw new IOException("it has the model '%s' twice".formatted(entry.id()));
      }
      entries.add(entry);
    }
    return new CatalogReader(List.copyOf(entries), root.path("serial").asLong(0));
  }

  /** The codes of the first so many of Whisper's languages. */
  static List<String> whisperLanguages(int count) {
    return Language.all().stream().limit(count).map(Language::code).toList();
  }

  private static CatalogEntry checkedEntry(JsonNode node, @Nullable URI base) throws IOException {
    try {
      return entry(node, base);
    } catch (JsonProcessingException | RuntimeException e) { // somebody else's text: anything goes
      String words =
          e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
      throw new IOException("its model '%s': %s".formatted(node.path("id").asText("?"), words), e);
    }
  }

  private static CatalogEntry entry(JsonNode node, @Nullable URI base)
      throws JsonProcessingException {
    List<ModelSource> sources = new ArrayList<>();
    for (JsonNode source : node.path("sources")) {
      require(source.isObject(), "a source is no object");
      sources.add(
          source.has("url")
              ? new ModelSource.Url(address(source.get("url").asText(), base))
              : JSON.treeToValue(source, ModelSource.Packages.class));
    }
    require(!sources.isEmpty(), "it has no sources");
    String sha256 = text(node, "sha256");
    require(sha256.matches("[0-9a-f]{64}"), "sha256 is not 64 lower-case hex digits");
    long sizeBytes = node.path("sizeBytes").asLong(0);
    require(sizeBytes > 0, "sizeBytes is not over 0");
    String format = text(node, "format");
    require(format.matches("[a-z0-9]{1,20}"), "format is not a short word");
    JsonNode notice = node.path("licenceNotice");
    return new CatalogEntry(
        new ModelDescriptor(
            text(node, "id"),
            text(node, "name"),
            node.path("description").asText(""),
            languages(node.path("languages")),
            Speed.valueOf(text(node, "speed").toUpperCase(Locale.ROOT))),
        text(node, "capability"),
        text(node, "family"),
        format,
        sizeBytes,
        sha256,
        text(node, "licence"),
        notice.isTextual() ? notice.asText() : null,
        sources);
  }

  /** Only a catalog that is a file of this machine may name other files of it. */
  private static URI address(String text, @Nullable URI base) {
    URI uri = base == null ? URI.create(text) : base.resolve(text);
    boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    boolean file =
        "file".equals(uri.getScheme()) && base != null && "file".equals(base.getScheme());
    require((web && uri.getHost() != null) || file, "the address '" + text + "' cannot be used");
    return uri;
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

  private static String text(JsonNode node, String field) {
    String text = node.path(field).asText("");
    require(!text.isBlank(), "it has no " + field);
    return text;
  }

  private static void require(boolean ok, String rule) {
    if (!ok) {
      throw new IllegalArgumentException(rule);
    }
  }
}
