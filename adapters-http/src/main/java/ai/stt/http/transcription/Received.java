package ai.stt.http.transcription;

import ai.stt.http.upload.SpoolFile;
import org.jspecify.annotations.Nullable;

/**
 * The recording of a request.
 *
 * @param file gone when this is closed; not there at all when the upload that it was has served an
 *     order before
 * @param upload the id of the resumable upload that it is, or null
 * @param served to be run when what the request wants is done or stored: the upload goes then
 */
record Received(SpoolFile file, @Nullable String upload, Runnable served) implements AutoCloseable {
  /** A recording that came with its request. */
  Received(SpoolFile file) {
    this(file, null, () -> {});
  }

  @Override
  public void close() {
    file.close();
  }
}
