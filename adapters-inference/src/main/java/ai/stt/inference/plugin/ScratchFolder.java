package ai.stt.inference.plugin;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of this process inside a cache folder that several processes share. Its lock file tells
 * the others that it is in use; what processes left that were killed is deleted by the next one.
 */
final class ScratchFolder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ScratchFolder.class);
  private static final String LOCK = ".lock";

  private final Path folder;
  private final Path lockFile;
  private final FileChannel lock;

  private ScratchFolder(Path folder, Path lockFile, FileChannel lock) {
    this.folder = folder;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  /** Makes a fresh folder and deletes those that nobody uses any more. */
  static ScratchFolder open(Path cache) throws IOException {
    Files.createDirectories(cache);
    deleteUnused(cache);
    while (true) {
      String name = "run-" + UUID.randomUUID();
      Path lockFile = cache.resolve(name + LOCK);
      FileChannel channel =
          FileChannel.open(lockFile, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      // Between creating and locking it, another process may have taken it for a leftover.
      if (tryLock(channel) != null && Files.exists(lockFile)) {
        return new ScratchFolder(
            Files.createDirectory(cache.resolve(name)).toAbsolutePath(), lockFile, channel);
      }
      channel.close();
    }
  }

  Path path() {
    return folder;
  }

  @Override
  public void close() {
    delete(folder);
    try {
      Files.deleteIfExists(lockFile);
      lock.close();
    } catch (IOException e) {
      LOG.warn("The lock of the plugin cache cannot be released: {}", Reason.of(e));
    }
  }

  private static void deleteUnused(Path cache) throws IOException {
    List<Path> locks;
    try (Stream<Path> files = Files.list(cache)) {
      locks = files.filter(file -> file.toString().endsWith(LOCK)).toList();
    }
    for (Path file : locks) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        if (tryLock(channel) != null) {
          String name = String.valueOf(file.getFileName());
          delete(cache.resolve(name.substring(0, name.length() - LOCK.length())));
          Files.deleteIfExists(file);
        }
      } catch (IOException e) {
        LOG.debug("Another process cleans the plugin cache as well: {}", Reason.of(e));
      }
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /** Deletes a file or a tree as far as that is possible; what is left goes at the next start. */
  static void delete(@Nullable Path tree) {
    if (tree == null || !Files.exists(tree)) {
      return;
    }
    try {
      Files.walkFileTree(
          tree,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException failure)
                throws IOException {
              Files.delete(dir);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      LOG.warn("A file of the plugin cache cannot be deleted: {}", Reason.of(e));
    }
  }
}
