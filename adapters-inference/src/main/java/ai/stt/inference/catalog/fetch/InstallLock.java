package ai.stt.inference.catalog.fetch;

import ai.stt.app.catalog.FetchListener;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * At most one installation of a thing at a time, among all threads and processes of this machine.
 * The lock file is never deleted: deleting it would let two holders lock two files of one name.
 */
public final class InstallLock implements AutoCloseable {
  private static final Map<Path, Semaphore> IN_THIS_PROCESS = new ConcurrentHashMap<>();
  private static final long POLL_MILLIS = 100;

  private final Semaphore thread;
  private final FileChannel process;

  private InstallLock(Semaphore thread, FileChannel process) {
    this.thread = thread;
    this.process = process;
  }

  /**
   * Waits for the lock. It is not reentrant.
   *
   * @param file the lock file, made when absent
   * @throws SpeechException {@code CANCELED} when the listener calls off while waiting
   * @throws InterruptedException when interrupted while waiting
   */
  public static InstallLock take(Path file, FetchListener listener)
      throws IOException, InterruptedException {
    Path key = file.toAbsolutePath().normalize();
    Files.createDirectories(key.resolveSibling("."));
    Semaphore thread = IN_THIS_PROCESS.computeIfAbsent(key, path -> new Semaphore(1));
    while (!thread.tryAcquire(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
      waiting(listener);
    }
    try {
      return new InstallLock(thread, lockFile(key, listener));
    } catch (Throwable t) {
      thread.release();
      throw t;
    }
  }

  private static FileChannel lockFile(Path file, FetchListener listener)
      throws IOException, InterruptedException {
    var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      while (channel.tryLock() == null) {
        waiting(listener);
        Thread.sleep(POLL_MILLIS);
      }
      return channel;
    } catch (Throwable t) {
      channel.close();
      throw t;
    }
  }

  private static void waiting(FetchListener listener) {
    listener.progress(FetchListener.Stage.WAITING, 0, 0);
    if (listener.canceled()) {
      throw new SpeechException(ErrorCode.CANCELED, "The installation was called off.");
    }
  }

  @Override
  public void close() throws IOException {
    try {
      process.close();
    } finally {
      thread.release();
    }
  }
}
