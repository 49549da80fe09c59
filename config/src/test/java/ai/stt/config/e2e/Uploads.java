package ai.stt.config.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What lies among the uploads of a home. */
final class Uploads {
  private Uploads() {}

  /** Media; a server's own lock or marker file may lie beside them. */
  static List<Path> of(Path home) throws IOException {
    Path uploads = home.resolve("uploads");
    if (!Files.exists(uploads)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(uploads)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().endsWith(".lock"))
          .toList();
    }
  }
}
