package ai.stt.app.job;

import java.nio.file.Path;

/** A recording that is being read. */
public interface OpenRecording extends AutoCloseable {
  /** The file; not to be changed. */
  Path file();

  /** Ends the reading; a temporary copy goes. */
  @Override
  void close();
}
