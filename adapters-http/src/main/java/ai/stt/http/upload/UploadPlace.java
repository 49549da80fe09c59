package ai.stt.http.upload;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The files of one upload in their folder: the bytes so far, the state, a lock, and, while a piece
 * with a checksum comes in, the offset to go back to.
 */
record UploadPlace(Path folder) {
  /** The name of the folder, by which clients know the upload. */
  static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

  Path data() {
    return folder.resolve("data");
  }

  Path state() {
    return folder.resolve("state");
  }

  private Path unverified() {
    return folder.resolve("unverified");
  }

  /** When something last happened; empty when the upload is gone. */
  Optional<Instant> touched() throws IOException {
    Optional<Instant> data = changed(data());
    return data.isPresent() ? data : changed(folder); // of what is left of a crash
  }

  private static Optional<Instant> changed(Path path) throws IOException {
    try {
      return Optional.of(Files.getLastModifiedTime(path).toInstant());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  void touch(Instant now) throws IOException {
    Files.setLastModifiedTime(data(), FileTime.from(now));
  }

  /** Bytes that count; those of a piece that was not verified do not. */
  long offset() throws IOException {
    try {
      return Long.parseLong(Files.readString(unverified()));
    } catch (NoSuchFileException e) {
      return Files.size(data());
    }
  }

  /** Drops what a crash left of a piece that was not verified. To be called under the lock. */
  void recover() throws IOException {
    long offset = offset();
    try (FileChannel channel = FileChannel.open(data(), StandardOpenOption.WRITE)) {
      channel.truncate(offset);
    }
    Files.deleteIfExists(unverified());
  }

  void beginUnverified(long offset) throws IOException {
    Files.writeString(unverified(), Long.toString(offset));
  }

  void verified() throws IOException {
    Files.deleteIfExists(unverified());
  }

  /** A lock that no other request and no other server has at the same time; null when one has. */
  @Nullable FileChannel lock() throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) { // another request of this very process
      channel.close();
      return null;
    }
    channel.close();
    return null;
  }

  void delete() throws IOException {
    for (String name : new String[] {"state", "unverified", "data", "state.new", "lock"}) {
      Files.deleteIfExists(folder.resolve(name));
    }
    Files.deleteIfExists(folder);
  }
}
