package ai.stt.app.blob;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Keeps blobs. A blob is there whole or not at all, also after a crash in the middle. What goes
 * through here streams; no blob is held in memory. Thread-safe, also beside other servers on the
 * same store.
 */
public interface BlobStore {
  /**
   * Keeps a blob; one of the same name is replaced in one step.
   *
   * @param content exactly {@code sizeBytes} bytes; not closed
   * @throws IOException when the content fails or has another size, or the store is full or cannot
   *     be reached; what was there before is still there then
   */
  void put(BlobKey key, InputStream content, long sizeBytes) throws IOException;

  /**
   * Opens a blob. One that is deleted or replaced meanwhile can be read to its end or fails; it is
   * never mixed with another.
   *
   * @return empty when there is none
   */
  Optional<Blob> open(BlobKey key) throws IOException;

  /** Deletes a blob; nothing happens when there is none. */
  void delete(BlobKey key) throws IOException;

  /** Deletes every blob whose name begins with this one and a slash. */
  void deleteBelow(BlobKey folder) throws IOException;
}
