package ai.stt.inference.catalog;

import ai.stt.inference.catalog.fetch.Folders;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A catalog as it came, with its signature; kept in one file, so that they never part.
 *
 * @param location where it came from
 * @param catalog its bytes
 * @param signature what lay beside it; null for nothing
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
record CatalogCopy(String location, byte[] catalog, byte @Nullable [] signature) {
  private static final JsonMapper JSON = new JsonMapper();

  /** The copy in a file; empty when there is none or it is damaged. */
  static Optional<CatalogCopy> read(Path file) {
    try {
      return Optional.of(JSON.readValue(Files.readAllBytes(file), CatalogCopy.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // a cache: what it lost is fetched again
    }
  }

  /** Whether a copy was written so recently. */
  static boolean younger(Path file, Duration age) {
    Instant written = Instant.ofEpochMilli(file.toFile().lastModified());
    Instant now = Instant.now();
    return written.isAfter(now.minus(age)) && !written.isAfter(now);
  }

  void write(Path file) throws IOException {
    Files.createDirectories(file.resolveSibling("."));
    Path part = Files.createTempFile(file.resolveSibling("."), "catalog", ".part");
    Files.write(part, JSON.writeValueAsBytes(this));
    Folders.publish(part, file);
  }
}
