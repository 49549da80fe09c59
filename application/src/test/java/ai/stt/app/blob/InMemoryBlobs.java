package ai.stt.app.blob;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A store that forgets. Thread-safe. */
public final class InMemoryBlobs implements BlobStore {
  private final Map<BlobKey, byte[]> blobs = new ConcurrentHashMap<>();
  private final Set<String> unreadable = ConcurrentHashMap.newKeySet();
  private final Set<String> stuck = ConcurrentHashMap.newKeySet();

  /** How many blobs there are. */
  public int size() {
    return blobs.size();
  }

  @Override
  public void put(BlobKey key, InputStream content, long sizeBytes) throws IOException {
    blobs.put(key, new ExactContent(content, sizeBytes).readAllBytes());
  }

  /** Whether blobs can be read that are there. */
  public void readable(String part, boolean now) {
    if (now) {
      unreadable.remove(part);
    } else {
      unreadable.add(part);
    }
  }

  @Override
  public Optional<Blob> open(BlobKey key) throws IOException {
    if (unreadable.stream().anyMatch(key.value()::endsWith)) {
      throw new IOException("the disk does not give it");
    }
    return Optional.ofNullable(blobs.get(key))
        .map(bytes -> new Blob(bytes.length, new ByteArrayInputStream(bytes)));
  }

  /** Whether blobs can be deleted that are there. */
  public void deletable(String part, boolean now) {
    if (now) {
      stuck.remove(part);
    } else {
      stuck.add(part);
    }
  }

  @Override
  public void delete(BlobKey key) throws IOException {
    if (stuck.stream().anyMatch(key.value()::contains)) {
      throw new IOException("the disk keeps it");
    }
    blobs.remove(key);
  }

  @Override
  public void deleteBelow(BlobKey folder) {
    blobs.keySet().removeIf(key -> key.value().startsWith(folder.value() + "/"));
  }
}
