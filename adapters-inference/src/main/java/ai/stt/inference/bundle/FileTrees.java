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
  private static final String WAITING = "waiting";

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
    syncFolders(to);
  }

  /** Brings the names in a folder, and in all folders below it, to the disk. */
  static void syncFolders(Path top) throws IOException {
    try (Stream<Path> tree = Files.walk(top)) {
      tree.filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
          .forEach(Folders::syncFolder);
    }
  }

  /**
   * Puts a file or a folder in the place of another, which waits in the work folder until {@link
   * #settle}.
   *
   * @param work on the same disk, as is {@code from}
   */
  static void replace(Path from, Path to, Path work) throws IOException {
    Files.createDirectories(to.resolveSibling("."));
    if (Files.isDirectory(to)) {
      Path waiting = Files.createDirectories(work.resolve(WAITING));
      Folders.publish(to, waiting.resolve(to.getFileName()));
    }
    Folders.publish(from, to);
    Folders.syncFolder(to.resolveSibling("."));
  }

  /**
   * Deletes a work folder; what waits in it for a place that stayed empty goes back there first,
   * whether this run or one that was killed has left it.
   *
   * @param room where things have their places
   */
  static void settle(Path work, Path room) throws IOException {
    Path waiting = work.resolve(WAITING);
    if (Files.isDirectory(waiting)) {
      try (Stream<Path> all = Files.list(waiting)) {
        for (Path old : (Iterable<Path>) all::iterator) {
          Path place = room.resolve(old.getFileName());
          if (!Files.exists(place)) {
            Folders.publish(old, place);
          }
        }
      }
      Folders.syncFolder(room);
    }
    Folders.delete(work);
  }
}
