package ai.stt.http.upload;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is remembered of an upload beside its bytes. How much of it is there, the data file itself
 * tells.
 *
 * @param owner who may go on with it
 * @param length of the whole file, bytes
 * @param metadata as the client gave it
 */
record UploadState(String owner, long length, String metadata) {
  private static final Logger LOG = LoggerFactory.getLogger(UploadState.class);

  /** Writes it so that it is there whole or not at all. */
  void write(Path file) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(
        part, "owner=%s\nlength=%d\nmetadata=%s\n".formatted(owner, length, metadata));
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Reads it; empty when there is none, or a damaged one. */
  static Optional<UploadState> read(Path file) throws IOException {
    var lines = new Properties();
    try {
      lines.load(new StringReader(Files.readString(file)));
      return Optional.of(
          new UploadState(
              lines.getProperty("owner", ""),
              Long.parseLong(lines.getProperty("length", "")),
              lines.getProperty("metadata", "")));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      LOG.debug("The state of an upload is damaged: {}", file, e);
      return Optional.empty();
    }
  }
}
