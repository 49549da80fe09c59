package ai.stt.app.job;

import java.nio.file.Path;

/**
 * A recording that is being worked on, as a copy on this machine that is gone when it is closed.
 *
 * @param file the copy
 */
record OpenRecording(Path file) implements AutoCloseable {
  /** The place for what is decoded of it. */
  Path decoded() {
    return file.resolveSibling(file.getFileName() + ".pcm");
  }

  @Override
  public void close() {
    var _ = file.toFile().delete(); // what stays is cleared away later
    var _ = decoded().toFile().delete();
  }
}
