package ai.stt.config.settings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The folder of all state: models, plugins, natives, caches, the embedded database, uploads in
 * progress.
 *
 * @param folder absolute; created by whoever first writes there
 */
public record Home(Path folder) {
  private static final Duration SPOOLS_KEPT = Duration.ofDays(2);

  /** The home named by {@code STT_HOME}, or {@code ~/.stt}. */
  public static Home of(Map<String, String> environment) {
    String named = environment.getOrDefault("STT_HOME", "");
    Path folder =
        named.isBlank() ? Path.of(System.getProperty("user.home"), ".stt") : Path.of(named);
    return new Home(folder.toAbsolutePath().normalize());
  }

  /** The home of this process. */
  public static Home ofProcess() {
    return of(System.getenv());
  }

  /** What the launcher built and runs, with the plugins that come with it; empty without it. */
  public static Optional<Path> distribution() {
    return Optional.ofNullable(System.getenv("STT_DIST")).map(Path::of);
  }

  /** The script that runs the distribution; empty without it. */
  public static Optional<Path> launcher() {
    return Optional.ofNullable(System.getenv("STT_LAUNCHER")).map(Path::of);
  }

  /** Weights and their descriptions. */
  public Path models() {
    return folder.resolve("models");
  }

  /** Plugin zips; what lies here is live. */
  public Path plugins() {
    return folder.resolve("plugins");
  }

  /** Native libraries of the engines. */
  public Path natives() {
    return folder.resolve("natives");
  }

  /** What can be deleted at any time while the program does not run. */
  public Path cache() {
    return folder.resolve("cache");
  }

  /** The data of the embedded database. */
  public Path database() {
    return folder.resolve("database");
  }

  /** Recordings of accounts: until their job is done, or as long as the plan keeps them. */
  public Path recordings() {
    return folder.resolve("recordings");
  }

  /** Uploads that are being received or transcribed. */
  public Path uploads() {
    return folder.resolve("uploads");
  }

  /**
   * Keeps a stream of unknown length in a file, since some containers are read back and forth.
   *
   * @return a new file among the uploads; the caller deletes it
   */
  public Path spool(InputStream in) throws IOException {
    Files.createDirectories(uploads());
    deleteOldSpools();
    Path file = Files.createTempFile(uploads(), "stdin-", ".media");
    file.toFile().deleteOnExit(); // when the user interrupts the command
    Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    return file;
  }

  /** What a killed command left; none works on one file for days. */
  private void deleteOldSpools() throws IOException {
    FileTime old = FileTime.from(Instant.now().minus(SPOOLS_KEPT));
    try (var spools = Files.newDirectoryStream(uploads(), "stdin-*.media")) {
      for (Path spool : spools) {
        if (Files.getLastModifiedTime(spool).compareTo(old) < 0) {
          Files.deleteIfExists(spool);
        }
      }
    }
  }
}
