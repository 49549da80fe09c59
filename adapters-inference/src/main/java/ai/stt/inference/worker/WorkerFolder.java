package ai.stt.inference.worker;

import ai.stt.inference.wire.SharedFloats;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where two processes of one user meet: a socket and the file of their shared memory. It is deleted
 * as soon as they have met.
 */
final class WorkerFolder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerFolder.class);
  private static final String NAME = "stt-worker-";
  private static final String SOCKET = "socket";
  private static final String SOUNDS = "sounds";

  private final Path path;
  private final SharedFloats sounds;

  private WorkerFolder(Path path, SharedFloats sounds) {
    this.path = path;
    this.sounds = sounds;
  }

  /**
   * Makes a folder that only this user may enter, in memory if the system has such a place; deletes
   * those of processes that were killed before they met.
   */
  static WorkerFolder create() throws IOException {
    IOException last = new IOException("there is no folder for a socket");
    for (Path base : List.of(Path.of("/dev/shm"), Path.of(System.getProperty("java.io.tmpdir")))) {
      if (Files.isDirectory(base) && Files.isWritable(base)) {
        deleteOld(base);
        try {
          return createIn(base);
        } catch (IOException e) {
          last = e; // it may be full: the next one
        }
      }
    }
    throw last;
  }

  private static WorkerFolder createIn(Path base) throws IOException {
    String name = NAME + ProcessHandle.current().pid() + "-";
    Path path = Files.createTempDirectory(base, name); // for its owner alone
    try {
      return new WorkerFolder(path, SharedFloats.create(path.resolve(SOUNDS)));
    } catch (IOException e) {
      delete(path);
      throw e;
    }
  }

  Path path() {
    return path;
  }

  SharedFloats sounds() {
    return sounds;
  }

  UnixDomainSocketAddress socket() {
    return socket(path);
  }

  private static UnixDomainSocketAddress socket(Path path) {
    return UnixDomainSocketAddress.of(path.resolve(SOCKET));
  }

  /**
   * Meets whoever made the folder.
   *
   * @param begin is given the connected socket and the shared memory
   */
  static void enter(Path path, Meeting begin) throws IOException {
    try {
      SharedFloats sounds = SharedFloats.open(path.resolve(SOUNDS));
      begin.with(SocketChannel.open(socket(path)), sounds);
    } finally {
      delete(path); // the other one does the same, if it still runs
    }
  }

  /** What begins when the two have met. */
  @FunctionalInterface
  interface Meeting {
    void with(SocketChannel socket, SharedFloats sounds) throws IOException;
  }

  @Override
  public void close() {
    delete(path);
  }

  private static void deleteOld(Path base) {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(base, NAME + "*")) {
      for (Path each : all) {
        String rest = String.valueOf(each.getFileName()).substring(NAME.length());
        String pid = rest.substring(0, Math.max(0, rest.indexOf('-')));
        if (pid.matches("\\d{1,18}") && ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
          delete(each);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      LOG.debug("Old folders of {} stay", base, e);
    }
  }

  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path.resolve(SOCKET));
      Files.deleteIfExists(path.resolve(SOUNDS));
      Files.deleteIfExists(path);
    } catch (IOException e) {
      LOG.debug("{} stays", path, e);
    }
  }
}
