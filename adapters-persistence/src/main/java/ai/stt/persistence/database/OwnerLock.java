package ai.stt.persistence.database;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The right to run a data folder's server: a file lock, which the system takes away from a process
 * that dies. Within this process the paths are kept besides, since POSIX drops a file's lock as
 * soon as any of its channels is closed.
 */
final class OwnerLock implements AutoCloseable {
  private static final Set<Path> HELD_HERE = new HashSet<>();

  private final Path file;
  private final FileLock lock;

  private OwnerLock(Path file, FileLock lock) {
    this.file = file;
    this.lock = lock;
  }

  /** The lock, or null when this or another process has it. */
  static @Nullable OwnerLock tryTake(Path file) throws IOException {
    synchronized (HELD_HERE) {
      if (HELD_HERE.contains(file)) {
        return null;
      }
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = null;
      try {
        lock = channel.tryLock();
      } finally {
        if (lock == null) {
          channel.close();
        }
      }
      if (lock == null) {
        return null;
      }
      HELD_HERE.add(file);
      return new OwnerLock(file, lock);
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (HELD_HERE) {
      HELD_HERE.remove(file);
      lock.acquiredBy().close();
    }
  }
}
