package ai.stt.persistence.blob;

import ai.stt.app.blob.Blob;
import ai.stt.app.blob.BlobKey;
import ai.stt.app.blob.BlobStore;
import ai.stt.app.blob.ExactContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Blobs as files. One is written under {@code .incoming}, brought to the disk, and then given its
 * name in one step. Thread-safe, also beside other servers on the same folder.
 */
public final class FolderBlobs implements BlobStore {
  private static final String SUFFIX = ".blob";

  /** What a dead server left half-written is deleted after so long. */
  private static final Duration ABANDONED = Duration.ofDays(2);

  private final Path folder;
  private final Path incoming;
  private final UnaryOperator<OutputStream> disk;

  /**
   * Blobs in a folder.
   *
   * @param folder made when it is not there
   */
  public FolderBlobs(Path folder) throws IOException {
    this(folder, UnaryOperator.identity());
  }

  /** The same on a disk with other manners, for tests. */
  FolderBlobs(Path folder, UnaryOperator<OutputStream> disk) throws IOException {
    this.folder = folder;
    this.incoming = Files.createDirectories(folder.resolve(".incoming"));
    this.disk = disk;
    clear();
  }

  @Override
  public void put(BlobKey key, InputStream content, long sizeBytes) throws IOException {
    Path part = incoming.resolve(UUID.randomUUID().toString());
    try {
      try (FileChannel channel =
              FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
          OutputStream out = disk.apply(Channels.newOutputStream(channel))) {
        new ExactContent(content, sizeBytes).transferTo(out);
        out.flush();
        channel.force(true);
      }
      publish(part, file(key));
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Another server may delete the empty folder between its making and the move. */
  private static void publish(Path part, Path target) throws IOException {
    for (int tries = 0; ; tries++) {
      Files.createDirectories(target.resolveSibling("."));
      try {
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        return;
      } catch (NoSuchFileException e) {
        if (tries == 10) {
          throw e;
        }
      }
    }
  }

  @Override
  public Optional<Blob> open(BlobKey key) throws IOException {
    try {
      FileChannel channel = FileChannel.open(file(key), StandardOpenOption.READ);
      return Optional.of(new Blob(channel.size(), Channels.newInputStream(channel)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public void delete(BlobKey key) throws IOException {
    Path file = file(key);
    Files.deleteIfExists(file);
    for (Path above = file.getParent();
        above != null && !above.equals(folder);
        above = above.getParent()) {
      if (!deleteIfEmpty(above)) {
        return;
      }
    }
  }

  @Override
  public void deleteBelow(BlobKey key) throws IOException {
    try {
      Files.walkFileTree(folder.resolve(key.value()), new Deleter());
    } catch (NoSuchFileException e) {
      return; // nothing below
    }
  }

  /** A suffix, so that {@code a} and {@code a/b} are a file and a folder of different names. */
  private Path file(BlobKey key) {
    return folder.resolve(key.value() + SUFFIX);
  }

  private static boolean deleteIfEmpty(Path folder) throws IOException {
    try {
      return Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException e) {
      return false;
    }
  }

  private void clear() throws IOException {
    List<Path> parts;
    try (Stream<Path> all = Files.list(incoming)) {
      parts = all.toList();
    }
    Instant old = Instant.now().minus(ABANDONED);
    for (Path part : parts) {
      if (isOlder(part, old)) {
        Files.deleteIfExists(part);
      }
    }
  }

  private static boolean isOlder(Path part, Instant than) throws IOException {
    try {
      return Files.getLastModifiedTime(part).toInstant().isBefore(than);
    } catch (NoSuchFileException e) { // another server was faster
      return false;
    }
  }

  private static final class Deleter extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
        throws IOException {
      var _ = deleteIfEmpty(visited);
      return FileVisitResult.CONTINUE;
    }
  }
}
