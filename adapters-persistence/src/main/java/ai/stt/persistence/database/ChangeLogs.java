package ai.stt.persistence.database;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The change logs that this program brings along. */
final class ChangeLogs {
  private static final String FOLDER = "changelog";

  private ChangeLogs() {}

  /** The SHA-256 of all of them, names and contents, in hexadecimal. */
  static String fingerprint() throws IOException {
    URL list = Objects.requireNonNull(ChangeLogs.class.getResource("/" + Migrations.CHANGE_LOG));
    try {
      URI uri = list.toURI();
      if (!uri.getScheme().equals("jar")) {
        return fingerprint(Objects.requireNonNull(Path.of(uri).getParent()).resolve(FOLDER));
      }
      String jar = uri.toString().substring("jar:".length(), uri.toString().indexOf('!'));
      // By its path and not its URI: of a URI there is only one at a time, and Liquibase has it.
      try (FileSystem files = FileSystems.newFileSystem(Path.of(URI.create(jar)))) {
        Path parent = files.getPath("/" + Migrations.CHANGE_LOG).getParent();
        return fingerprint(Objects.requireNonNull(parent).resolve(FOLDER));
      }
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  private static String fingerprint(Path folder) throws IOException {
    MessageDigest digest = Hashes.sha256();
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.sorted().toList();
    }
    for (Path file : files) {
      digest.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
      try (InputStream in = Files.newInputStream(file)) {
        digest.update(in.readAllBytes());
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
