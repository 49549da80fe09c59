package ai.stt.http.upload;

import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** Deletes those that have expired. */
  void clearExpired() throws IOException {
    clear(this::isExpired);
  }

  /** Deletes those of owners that are gone; asks for each owner once, which takes a while. */
  void clearOrphans() throws IOException {
    Map<String, Boolean> exists = new HashMap<>();
    try {
      clear(
          place -> {
            Optional<UploadState> state = UploadState.read(place.state());
            return state.isPresent()
                && !exists.computeIfAbsent(state.get().owner(), ownerExists::test);
          });
    } catch (SpeechException e) {
      LOG.debug("The accounts are away: {}", e.getMessage());
    }
  }

  private interface Which {
    boolean isOld(UploadPlace place) throws IOException;
  }

  private void clear(Which which) throws IOException {
    List<Path> folders;
    try (Stream<Path> all = Files.list(folder)) {
      folders = all.filter(each -> UploadPlace.ID.matcher(name(each)).matches()).toList();
    }
    for (Path each : folders) {
      var place = new UploadPlace(each);
      try (FileChannel lock = which.isOld(place) ? place.lock() : null) {
        if (lock != null) {
          place.delete();
        }
      } catch (NoSuchFileException e) {
        LOG.debug("Another one deleted {}", each);
      } catch (IOException e) { // of which the others know nothing
        LOG.warn("An old upload could not be deleted: {}", each, e);
      }
    }
  }

  private static String name(Path folder) {
    return String.valueOf(folder.getFileName());
  }
}
