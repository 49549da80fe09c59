package ai.stt.http.upload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One upload on the disk, gone when closed.
 *
 * @param path of the file; its name has nothing of the name that the client gave
 * @param clientName the name that the client gave, not to be used on any disk; empty when unknown
 */
public record SpoolFile(Path path, String clientName) implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolFile.class);

  /** A file whose name nobody gave. */
  public SpoolFile(Path path) {
    this(path, "");
  }

  /** Deletes the file. Idempotent. */
  @Override
  public void close() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      LOG.error("An upload could not be deleted: {}", path, e);
    }
  }
}
