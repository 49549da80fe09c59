package ai.stt.persistence.job;

import ai.stt.app.job.OpenRecording;
import ai.stt.app.job.Recordings;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/**
 * Recordings as files of a folder that every server of the installation sees. A file appears under
 * its name only when it is whole. Thread-safe.
 */
public final class FolderRecordings implements Recordings {
  private static final Duration RETRY_WHEN_FULL = Duration.ofSeconds(60);

  private final Path folder;

  /** A folder, made when it is not there. */
  public FolderRecordings(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  @Override
  public void put(String key, Path file) {
    Path part = path(key + ".part");
    try {
      Files.copy(file, part, StandardCopyOption.REPLACE_EXISTING);
      Files.move(part, path(key), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      part.toFile().delete();
      throw new SpeechException(
          ErrorCode.OVERLOADED,
          "the server has no room for the file now; try again later",
          RETRY_WHEN_FULL,
          e);
    }
  }

  @Override
  public OpenRecording open(String key) {
    Path file = path(key);
    if (!Files.isRegularFile(file)) {
      throw new SpeechException(ErrorCode.NOT_FOUND, "the recording is gone; send it again");
    }
    return new InPlace(file);
  }

  @Override
  public void delete(String key) {
    try {
      Files.deleteIfExists(path(key + ".part"));
      Files.deleteIfExists(path(key));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path path(String key) {
    if (!key.matches("[A-Za-z0-9_-]{1,100}(\\.part)?")) {
      throw new IllegalArgumentException("not a key of a recording");
    }
    return folder.resolve(key);
  }

  private record InPlace(Path file) implements OpenRecording {
    @Override
    public void close() {}
  }
}
