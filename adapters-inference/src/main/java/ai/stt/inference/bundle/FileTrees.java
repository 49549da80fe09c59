package ai.stt.inference.bundle;

import ai.stt.inference.catalog.DiskSpace;
import ai.stt.inference.catalog.fetch.Folders;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/** Moves files and folders into their places. */
final class FileTrees {
  private FileTrees() {}

  /** Moves a file or a folder; to another disk by copying. */
  static Path move(Path from, Path to) throws IOException {
    try {
      Folders.publish(from, to);
    } catch (AtomicMoveNotSupportedException e) {
      DiskSpace.require(to.resolveSibling("."), Folders.sizeBytes(from));
      copy(from, to);
      Folders.delete(from);
    }
    return to;
  }

  /** Copies a file or a folder with all it holds, which may be executed where it was. */
  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> tree = Files.walk(from)) {
      for (Path file : (Iterable<Path>) tree::iterator) {
        Path copy = to.resolve(from.relativize(file).toString());
        Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        if (Files.isRegularFile(copy, LinkOption.NOFOLLOW_LINKS)) {
          Folders.sync(copy);
        }
      }
    }
  }

  /**
   * Puts a file or a folder in the place of another, which stays when that fails.
   *
   * @param aside where the other waits meanwhile; on the same disk, as is {@code from}
   */
  static void replace(Path from, Path to, Path aside) throws IOException {
    Files.createDirectories(to.resolveSibling("."));
    boolean before = Files.isDirectory(to);
    if (before) {
      Folders.delete(aside);
      Folders.publish(to, aside);
    }
    try {
      Folders.publish(from, to);
    } catch (IOException e) {
      if (before) {
        Folders.publish(aside, to);
      }
      throw e;
    }
    Folders.syncFolder(to.resolveSibling("."));
  }
}
