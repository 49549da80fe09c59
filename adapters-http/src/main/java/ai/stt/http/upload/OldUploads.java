package ai.stt.http.upload;

import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The uploads of a folder that nobody will go on with. Thread-safe. */
final class OldUploads {
  private static final Logger LOG = LoggerFactory.getLogger(OldUploads.class);

  private final Path folder;
  private final Duration lifetime;
  private final Predicate<String> ownerExists;
  private final InstantSource clock;

  OldUploads(Path folder, Duration lifetime, Predicate<String> ownerExists, InstantSource clock) {
    this.folder = folder;
    this.lifetime = lifetime;
    this.ownerExists = ownerExists;
    this.clock = clock;
  }

  /** Whether nobody went on with it for too long. */
  boolean isExpired(UploadPlace place) throws IOException {
    return place
        .touched()
        .map(touched -> !clock.instant().isBefore(touched.plus(lifetime)))
        .orElse(false);
  }

  /**
   * Deletes them.
   *
   * @param orphans whether each owner is asked for, which takes a while
   * @return how many uploads are left
   */
  synchronized int clear(boolean orphans) throws IOException {
    List<Path> folders;
    try (Stream<Path> all = Files.list(folder)) {
      folders = all.toList();
    }
    int left = 0;
    for (Path each : folders) {
      var place = new UploadPlace(each);
      boolean old = isExpired(place) || (orphans && isOrphan(place));
      try (FileChannel lock = old ? place.lock() : null) {
        if (lock == null) {
          left++;
        } else {
          place.delete();
        }
      } catch (IOException e) {
        LOG.warn("An old upload could not be deleted: {}", each, e);
      }
    }
    return left;
  }

  private boolean isOrphan(UploadPlace place) throws IOException {
    UploadState state = UploadState.read(place.state());
    try {
      return state != null && !ownerExists.test(state.owner());
    } catch (SpeechException e) { // the accounts are away
      return false;
    }
  }
}
