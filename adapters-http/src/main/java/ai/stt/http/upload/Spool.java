package ai.stt.http.upload;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder in which uploads lie while they are worked on. Each server has a folder of its own
 * inside, and holds a lock on it as long as it lives; so the next server to start can tell what a
 * crashed one has left behind, and deletes it, without touching the files of one that runs.
 * Thread-safe.
 */
public final class Spool implements AutoCloseable {
  private static final String PREFIX = "uploads-";
  private static final String LOCK = ".lock";

  private final Path own;
  private final FileChannel lock;

  private Spool(Path own, FileChannel lock) {
    this.own = own;
    this.lock = lock;
  }

  /**
   * Opens a spool, and clears away what crashed servers left.
   *
   * @param folder made when it is not there
   */
  public static Spool open(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (FileChannel start = openLock(folder);
        FileLock _ = start.lock()) {
      clear(folder);
      Path own = Files.createTempDirectory(folder, PREFIX);
      FileChannel lock = openLock(own);
      if (lock.tryLock() == null) {
        throw new IOException("another program has locked the new folder " + own);
      }
      return new Spool(own, lock);
    }
  }

  /** A new file for one upload; whoever asks for it closes it. */
  public SpoolFile create() throws IOException {
    return new SpoolFile(Files.createTempFile(own, "", ".upload"));
  }

  /** The name of a file that is not there. */
  public SpoolFile nothing() {
    return new SpoolFile(own.resolve("nothing.upload"));
  }

  /**
   * Another name for a file that lies elsewhere on the same disk, or a copy where the system has no
   * such names; whoever asks for it closes it.
   */
  public SpoolFile link(Path file) throws IOException {
    SpoolFile link = create();
    try {
      Files.delete(link.path());
      try {
        Files.createLink(link.path(), file);
      } catch (UnsupportedOperationException | FileSystemException e) {
        Files.copy(file, link.path(), StandardCopyOption.REPLACE_EXISTING);
      }
      return link;
    } catch (IOException e) {
      link.close();
      throw e;
    }
  }

  /** Deletes the folder of this server with all that is in it. Idempotent. */
  @Override
  public void close() throws IOException {
    lock.close();
    delete(own);
  }

  private static FileChannel openLock(Path folder) throws IOException {
    return FileChannel.open(
        folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static void clear(Path folder) throws IOException {
    for (Path candidate : list(folder)) {
      if (Files.isDirectory(candidate) && candidate.getFileName().toString().startsWith(PREFIX)) {
        if (isAbandoned(candidate)) {
          delete(candidate);
        }
      }
    }
  }

  private static boolean isAbandoned(Path candidate) throws IOException {
    try (FileChannel channel = openLock(candidate);
        FileLock held = channel.tryLock()) {
      return held != null;
    } catch (OverlappingFileLockException e) { // a server in this very process
      return false;
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      for (Path file : list(folder)) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(folder);
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
