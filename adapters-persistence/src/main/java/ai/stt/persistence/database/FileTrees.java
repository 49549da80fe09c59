package ai.stt.persistence.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What is done to a folder and all that lies in it. */
final class FileTrees {
  private FileTrees() {}

  /** Deletes the folder; nothing happens when it is not there. */
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    for (Path path : all(folder).reversed()) {
      Files.deleteIfExists(path);
    }
  }

  /** Gives the folder to a user, when it is not its already. */
  static void giveTo(Path folder, UserPrincipal owner) throws IOException {
    if (!Files.getOwner(folder).equals(owner)) {
      for (Path path : all(folder).reversed()) { // the folder last: it says that all is done
        Files.setOwner(path, owner);
      }
    }
  }

  private static List<Path> all(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.sorted(Comparator.naturalOrder()).toList();
    }
  }
}
