package ai.stt.model.gliner;

import ai.stt.app.catalog.FetchListener;
import ai.stt.inference.catalog.FolderModelStore;
import ai.stt.inference.catalog.JsonCatalog;
import ai.stt.inference.engine.onnx.OnnxEngine;
import ai.stt.plugin.InstalledModel;
import ai.stt.plugin.recognition.FoundEntity;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A model of GLiNER's architecture with random weights, as the original's own export writes it, and
 * what the original finds with it; see {@code src/test/python}.
 */
final class TinyGliner {
  static final List<String> KINDS = List.of("person", "organization name", "place");
  static final float LEAST = 0.5f;

  private TinyGliner() {}

  /**
   * What the original makes of a text.
   *
   * @param pieces of each word; empty when the text does not fit into one window
   */
  record Reference(String text, List<List<Integer>> pieces, List<FoundEntity> found) {}

  /** The folder as a hub has it. */
  static Path folder(Path folder) throws IOException {
    for (String name : List.of("model.onnx", "tokenizer.json", "gliner_config.json")) {
      try (InputStream in = resource(name)) {
        Files.copy(in, Files.createDirectories(folder).resolve(name));
      }
    }
    return folder;
  }

  /** The model in a store below a folder, imported as a user would. */
  static InstalledModel installed(Path temp) throws IOException, InterruptedException {
    return imported(temp, folder(temp.resolve("tiny")));
  }

  static InstalledModel imported(Path temp, Path folder) throws InterruptedException {
    return new FolderModelStore(temp.resolve("home"), new JsonCatalog())
        .importFrom(folder, null, FetchListener.none());
  }

  static Gliner load(Path file) {
    return GlinerPlugin.load(new OnnxEngine(2), file);
  }

  static String text(String name) throws IOException {
    try (InputStream in = resource(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static List<Reference> references() throws IOException {
    List<Reference> references = new ArrayList<>();
    try (InputStream in = resource("reference.json")) {
      for (JsonNode node : new ObjectMapper().readTree(in)) {
        references.add(
            new Reference(node.get("text").asText(), pieces(node), found(node.get("found"))));
      }
    }
    return references;
  }

  private static List<List<Integer>> pieces(JsonNode node) {
    List<List<Integer>> pieces = new ArrayList<>();
    for (JsonNode word : node.get("pieces")) {
      List<Integer> ids = new ArrayList<>();
      word.forEach(id -> ids.add(id.asInt()));
      pieces.add(ids);
    }
    return pieces;
  }

  private static List<FoundEntity> found(JsonNode list) {
    List<FoundEntity> found = new ArrayList<>();
    for (JsonNode one : list) {
      found.add(
          new FoundEntity(
              one.get("kind").asText(),
              one.get("start").asInt(),
              one.get("end").asInt(),
              one.get("score").floatValue()));
    }
    return found;
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(TinyGliner.class.getResourceAsStream(name), name);
  }
}
