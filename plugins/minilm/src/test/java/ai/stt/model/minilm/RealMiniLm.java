package ai.stt.model.minilm;

import ai.stt.app.catalog.FetchListener;
import ai.stt.inference.catalog.FolderModelStore;
import ai.stt.inference.catalog.JsonCatalog;
import ai.stt.inference.engine.onnx.OnnxEngine;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The real model, fetched once and kept under {@code STT_HOME} (else {@code ~/.stt}), and what the
 * original makes of some texts; see {@code src/test/python}.
 */
final class RealMiniLm {
  private static final Path HOME =
      Optional.ofNullable(System.getenv("STT_HOME"))
          .map(Path::of)
          .orElse(Path.of(System.getProperty("user.home"), ".stt"));

  private RealMiniLm() {}

  /** What the original makes of a text. */
  @SuppressWarnings("ArrayRecordComponent") // test data; equality is never asked for
  record Reference(String text, int[] ids, float[] vector) {}

  static Path file() throws InterruptedException {
    return file("all-minilm-l6-v2");
  }

  static Path file(String id) throws InterruptedException {
    return new FolderModelStore(HOME, new JsonCatalog())
        .pull(id, false, FetchListener.none())
        .file();
  }

  static MiniLm load() throws Exception {
    return load(file());
  }

  static MiniLm load(Path file) throws IOException {
    return new MiniLm(new OnnxEngine(2).open(file, 1), new WordPieces(Vocabulary.read()), 2);
  }

  static List<Reference> references() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(RealMiniLm.class.getResourceAsStream("reference.json"))) {
      List<Reference> references = new ArrayList<>();
      for (JsonNode node : new ObjectMapper().readTree(in)) {
        references.add(
            new Reference(
                node.get("text").asText().repeat(node.get("times").asInt()),
                numbers(node.get("ids")),
                vector(node.get("vector"))));
      }
      return references;
    }
  }

  private static int[] numbers(JsonNode list) {
    int[] numbers = new int[list.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = list.get(i).asInt();
    }
    return numbers;
  }

  private static float[] vector(JsonNode list) {
    float[] vector = new float[list.size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = list.get(i).floatValue();
    }
    return vector;
  }
}
