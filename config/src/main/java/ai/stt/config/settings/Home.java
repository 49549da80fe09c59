package ai.stt.config.settings;

import java.nio.file.Path;
import java.util.Map;

/**
 * The folder of all state: models, plugins, natives, caches, uploads in progress.
 *
 * @param folder absolute; created by whoever first writes there
 */
public record Home(Path folder) {
  /** The home named by {@code STT_HOME}, or {@code ~/.stt}. */
  public static Home of(Map<String, String> environment) {
    String named = environment.getOrDefault("STT_HOME", "");
    Path folder =
        named.isBlank() ? Path.of(System.getProperty("user.home"), ".stt") : Path.of(named);
    return new Home(folder.toAbsolutePath().normalize());
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

  /** Uploads that are being received or transcribed. */
  public Path uploads() {
    return folder.resolve("uploads");
  }
}
