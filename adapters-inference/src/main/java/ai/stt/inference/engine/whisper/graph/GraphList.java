package ai.stt.inference.engine.whisper.graph;

import ai.stt.inference.catalog.fetch.Folders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a folder of graphs holds, in a file that is written last: a line with the weights that they
 * were made of, and one with the size of each file.
 */
final class GraphList {
  private static final String NAME = "files";

  private GraphList() {}

  /** Brings the files of a folder to the disk and lists them. */
  static void write(Path folder, Path weights) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(weights.toAbsolutePath().toString());
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        Folders.sync(file);
        lines.add(line(file));
      }
    }
    Files.write(folder.resolve(NAME), lines);
    Folders.sync(folder.resolve(NAME));
  }

  /** Whether all files are there and as long as they were. */
  static boolean isWhole(Path folder) {
    List<String> lines = lines(folder);
    try (Stream<Path> files = Files.list(folder)) {
      List<String> now = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        if (!file.endsWith(NAME)) {
          now.add(line(file));
        }
      }
      return lines.size() > 1 && now.equals(lines.subList(1, lines.size()));
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether the weights that a folder's graphs were made of are where they were. */
  static boolean weightsAreThere(Path folder) {
    List<String> lines = lines(folder);
    try {
      return !lines.isEmpty() && Files.exists(Path.of(lines.getFirst()));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static List<String> lines(Path folder) {
    try {
      return Files.readAllLines(folder.resolve(NAME), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return List.of();
    }
  }

  private static String line(Path file) throws IOException {
    return "%d %s".formatted(Files.size(file), file.getFileName());
  }
}
