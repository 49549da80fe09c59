package ai.stt.app.blob;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A store that forgets. Thread-safe. */
public final class InMemoryBlobs implements BlobStore {
  private final Map<BlobKey, byte[]> blobs = new ConcurrentHashMap<>();

  /** How many blobs there are. */
  public int size() {
    return blobs.size();
  }

  @Override
  public void put(BlobKey key, InputStream content, long sizeBytes) throws IOException {
    blobs.put(key, new ExactContent(content, sizeBytes).readAllBytes());
  }

  @Override
  public Optional<Blob> open(BlobKey key) {
    return Optional.ofNullable(blobs.get(key))
        .map(bytes -> new Blob(bytes.length, new ByteArrayInputStream(bytes)));
  }

  @Override
  public void delete(BlobKey key) {
    blobs.remove(key);
  }

  @Override
  public void deleteBelow(BlobKey folder) {
    blobs.keySet().removeIf(key -> key.value().startsWith(folder.value() + "/"));
  }
}
