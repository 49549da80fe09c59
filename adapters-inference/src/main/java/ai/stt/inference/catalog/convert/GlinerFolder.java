package ai.stt.inference.catalog.convert;

import ai.stt.app.catalog.FetchListener;
import ai.stt.inference.catalog.fetch.VerifiedCopy;
import ai.stt.inference.onnx.OnnxMetadata;
import ai.stt.inference.tensor.UnreadableFileException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Makes one file of a GLiNER folder as hubs have it: the ONNX graph, which carries the settings and
 * the tokenizer that lie beside it as metadata, under the names of their files.
 */
public final class GlinerFolder {
  private static final String SETTINGS = "gliner_config.json";
  private static final String TOKENIZER = "tokenizer.json";
  private static final String GRAPH = "model.onnx";
  private static final long MOST_BYTES = 1 << 28;

  private GlinerFolder() {}

  /** Whether the folder holds a GLiNER. */
  public static boolean handles(Path folder) {
    return Files.isRegularFile(folder.resolve(SETTINGS));
  }

  /**
   * The size of the file that {@link #pack} would write.
   *
   * @throws UnreadableFileException when something is missing
   */
  public static long size(Path folder) throws IOException {
    return Files.size(graph(folder))
        + Files.size(required(folder, SETTINGS))
        + Files.size(required(folder, TOKENIZER));
  }

  /**
   * Writes the file.
   *
   * @return whether its encoder was made for many languages
   * @throws UnreadableFileException when the folder is not whole; the message says what is missing
   */
  public static boolean pack(Path folder, Path target, FetchListener listener) throws IOException {
    Path graph = graph(folder);
    JsonNode settings = json(required(folder, SETTINGS));
    JsonNode tokenizer = json(required(folder, TOKENIZER));
    OnnxMetadata.requireWhole(graph);
    VerifiedCopy.plain(graph, target, listener);
    OnnxMetadata.append(target, SETTINGS, settings.toString());
    OnnxMetadata.append(target, TOKENIZER, tokenizer.toString());
    String encoder = settings.path("model_name").asText().toLowerCase(Locale.ROOT);
    return Stream.of("mdeberta", "multi", "xlm", "mt5").anyMatch(encoder::contains);
  }

  /** {@code model.onnx}, else the only graph, in the folder or in {@code onnx} below it. */
  private static Path graph(Path folder) throws IOException {
    for (Path place : List.of(folder, folder.resolve("onnx"))) {
      if (Files.isRegularFile(place.resolve(GRAPH))) {
        return place.resolve(GRAPH);
      }
      if (Files.isDirectory(place)) {
        try (Stream<Path> files = Files.list(place)) {
          List<Path> graphs =
              files.filter(file -> String.valueOf(file.getFileName()).endsWith(".onnx")).toList();
          if (graphs.size() == 1) {
            return graphs.getFirst();
          }
        }
      }
    }
    throw new UnreadableFileException(
        "the folder has no " + GRAPH + ", nor exactly one other .onnx file");
  }

  private static Path required(Path folder, String name) throws IOException {
    Path file = folder.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new UnreadableFileException("the folder has no " + name);
    }
    if (Files.size(file) > MOST_BYTES) {
      throw new UnreadableFileException(name + " is too large");
    }
    return file;
  }

  private static JsonNode json(Path file) throws IOException {
    try {
      return new JsonMapper().readTree(file.toFile());
    } catch (JsonProcessingException e) {
      throw new UnreadableFileException(file.getFileName() + " is no JSON");
    }
  }
}
