package ai.stt.config.wiring;

import ai.stt.config.settings.Home;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Puts the plugins that come with the program into the plugins folder, each once: one that the
 * operator deleted stays deleted until a newer program brings another version of it.
 */
final class BundledPlugins {
  private static final String RECORD = ".bundled";

  private BundledPlugins() {}

  /**
   * Installs what the distribution brings and the folder has not seen yet.
   *
   * @param plugins the folder, made when it is not there
   * @return the SHA-256 of everything that the distribution brings
   */
  static Set<String> install(Path plugins) throws IOException {
    Files.createDirectories(plugins);
    Optional<Path> bundle =
        Home.distribution().map(dist -> dist.resolve("plugins")).filter(Files::isDirectory);
    if (bundle.isEmpty()) {
      return Set.of();
    }
    Properties before = read(plugins.resolve(RECORD));
    var now = new Properties();
    try (DirectoryStream<Path> zips = Files.newDirectoryStream(bundle.get(), "*.zip")) {
      for (Path zip : zips) {
        String name = String.valueOf(zip.getFileName());
        now.setProperty(name, sha256(zip));
        if (!now.getProperty(name).equals(before.getProperty(name))) {
          Path part = Files.createTempFile(plugins, name, ".part");
          Files.copy(zip, part, StandardCopyOption.REPLACE_EXISTING);
          Files.move(part, plugins.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        }
      }
    }
    for (String gone : before.stringPropertyNames()) {
      if (!now.containsKey(gone)) {
        Files.deleteIfExists(plugins.resolve(gone));
      }
    }
    if (!now.equals(before)) {
      write(plugins.resolve(RECORD), now);
    }
    return now.values().stream().map(String::valueOf).collect(Collectors.toSet());
  }

  private static Properties read(Path record) throws IOException {
    var properties = new Properties();
    if (Files.exists(record)) {
      try (InputStream in = Files.newInputStream(record)) {
        properties.load(in);
      }
    }
    return properties;
  }

  private static void write(Path record, Properties properties) throws IOException {
    Path part = Files.createTempFile(record.getParent(), RECORD, ".part");
    try (var out = Files.newOutputStream(part)) {
      properties.store(out, "Plugins that came with the program, by the SHA-256 of their file.");
    }
    Files.move(part, record, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String sha256(Path file) throws IOException {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
