package ai.stt.app.job;

import ai.stt.app.blob.Blob;
import ai.stt.app.blob.BlobKey;
import ai.stt.app.blob.BlobStore;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The recordings of jobs, in a store that every server of an installation sees. Thread-safe. */
public final class Recordings {
  private static final BlobKey ALL = new BlobKey("recordings");
  private static final String PREFIX = "recording-";
  private static final Logger LOG = LoggerFactory.getLogger(Recordings.class);
  private static final Duration RETRY = Duration.ofSeconds(60);

  /** A copy that is older was left by a server that was killed. */
  private static final Duration ABANDONED = Duration.ofDays(2);

  private final BlobStore blobs;
  private final Path scratch;

  /**
   * Recordings in a store.
   *
   * @param scratch folder of this machine for copies that are being worked on; made when it is not
   *     there
   */
  public Recordings(BlobStore blobs, Path scratch, InstantSource clock) throws IOException {
    this.blobs = blobs;
    this.scratch = Files.createDirectories(scratch);
    clear(clock.instant().minus(ABANDONED));
  }

  /**
   * Stores a copy of a file.
   *
   * @param key a new slug
   * @throws SpeechException {@code OVERLOADED} when there is no room
   */
  void put(String key, Path file) {
    try (InputStream content = Files.newInputStream(file)) {
      blobs.put(ALL.child(key), content, Files.size(file));
    } catch (IOException e) {
      throw new SpeechException(
          ErrorCode.OVERLOADED,
          "the server has no room for the file now; try again later",
          RETRY,
          e);
    }
  }

  /**
   * A recording to work on; the caller closes it.
   *
   * @return empty when it cannot be read now
   * @throws SpeechException {@code NOT_FOUND} when it is not there
   */
  Optional<OpenRecording> open(String key) {
    try (Blob blob =
        blobs
            .open(ALL.child(key))
            .orElseThrow(
                () ->
                    new SpeechException(
                        ErrorCode.NOT_FOUND, "the recording is gone; send it again"))) {
      return Optional.of(copy(blob));
    } catch (IOException e) {
      LOG.warn("The recording {} cannot be read now: {}", key, e.toString());
      return Optional.empty();
    }
  }

  /**
   * A recording to be sent to its owner; the caller closes it.
   *
   * @throws SpeechException {@code NOT_FOUND}, {@code DEPENDENCY_FAILED} when the store is away
   */
  Blob read(String key) {
    try {
      return blobs
          .open(ALL.child(key))
          .orElseThrow(() -> new SpeechException(ErrorCode.NOT_FOUND, "the recording is gone"));
    } catch (IOException e) {
      throw new SpeechException(
          ErrorCode.DEPENDENCY_FAILED, "the store of recordings does not answer", RETRY, e);
    }
  }

  private OpenRecording copy(Blob blob) throws IOException {
    var copy = new OpenRecording(Files.createTempFile(scratch, PREFIX, ""));
    try {
      Files.copy(blob.content(), copy.file(), StandardCopyOption.REPLACE_EXISTING);
      return copy;
    } catch (IOException e) {
      copy.close(); // half a copy would only fill the disk further
      throw e;
    }
  }

  /**
   * Deletes a recording; nothing happens when it is not there.
   *
   * @throws SpeechException {@code DEPENDENCY_FAILED} when the store is away
   */
  void delete(String key) {
    try {
      blobs.delete(ALL.child(key));
    } catch (IOException e) {
      throw new SpeechException(
          ErrorCode.DEPENDENCY_FAILED, "the store of recordings does not answer", RETRY, e);
    }
  }

  private void clear(Instant before) throws IOException {
    try (Stream<Path> files = Files.list(scratch)) {
      List<Path> copies =
          files.filter(file -> String.valueOf(file.getFileName()).startsWith(PREFIX)).toList();
      for (Path copy : copies) {
        if (Files.getLastModifiedTime(copy).toInstant().isBefore(before)) {
          Files.deleteIfExists(copy);
        }
      }
    }
  }
}
