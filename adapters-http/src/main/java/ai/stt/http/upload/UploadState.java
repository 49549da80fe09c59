package ai.stt.http.upload;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of an upload beside its bytes. How much of it is there, the data file itself
 * tells.
 *
 * @param owner who may go on with it
 * @param length of the whole file, bytes
 * @param metadata as the client gave it
 */
record UploadState(String owner, long length, String metadata) {
  /** Writes it so that it is there whole or not at all. */
  void write(Path file) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(
        part, "owner=%s\nlength=%d\nmetadata=%s\n".formatted(owner, length, metadata));
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Reads it; null when there is none.
   *
   * @throws IOException also when it is damaged
   */
  static @Nullable UploadState read(Path file) throws IOException {
    var lines = new Properties();
    try {
      lines.load(new StringReader(Files.readString(file)));
      return new UploadState(
          lines.getProperty("owner", ""),
          Long.parseLong(lines.getProperty("length", "")),
          lines.getProperty("metadata", ""));
    } catch (NoSuchFileException e) {
      return null;
    } catch (IllegalArgumentException e) {
      throw new IOException("the state of an upload is damaged: " + file, e);
    }
  }
}
