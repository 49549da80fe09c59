package ai.stt.persistence.database;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs ({@code initdb}, {@code pg_ctl}, {@code postgres}), unpacked once from the
 * archive on the class path. The folder's name holds the archive's hash, so versions never mix; the
 * archive's own checksums are verified while it is read, and the sizes of all files at every start.
 */
final class PostgresBinaries {
  private static final String SIZES = "sizes.txt";

  private final Path folder;

  private PostgresBinaries(Path folder) {
    this.folder = folder;
  }

  /**
   * The programs for this platform.
   *
   * @param cache where they are unpacked; may be deleted while no server runs
   * @throws SpeechException {@code DEPENDENCY_FAILED} when there are none for this platform or the
   *     disk refuses them
   */
  static PostgresBinaries unpack(Path cache) {
    String archive = archiveName();
    try {
      Path folder = cache.resolve("postgresql-" + hash(archive).substring(0, 16));
      if (!complete(folder)) {
        install(archive, cache, folder);
      }
      return new PostgresBinaries(folder);
    } catch (IOException e) {
      throw new SpeechException(
          ErrorCode.DEPENDENCY_FAILED,
          "PostgreSQL's programs could not be unpacked; check the disk under the cache folder",
          e);
    }
  }

  /** One of the programs. */
  Path program(String name) {
    Path bare = folder.resolve("bin").resolve(name);
    return Files.exists(bare) ? bare : bare.resolveSibling(name + ".exe");
  }

  Path folder() {
    return folder;
  }

  private static void install(String archive, Path cache, Path folder) throws IOException {
    Files.createDirectories(cache);
    FileTrees.delete(folder);
    Path part = Files.createTempDirectory(cache, ".postgresql-");
    try {
      extract(archive, part);
      // The programs may run under another user than the one that unpacks them.
      if (Files.getFileStore(part).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
      Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      if (!complete(folder)) { // else another process was faster
        throw e;
      }
    } finally {
      FileTrees.delete(part);
    }
  }

  private static void extract(String archive, Path target) throws IOException {
    List<String> sizes = new ArrayList<>();
    try (var tar =
        new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(open(archive))))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path file = target.resolve(entry.getName()).normalize();
        if (!file.startsWith(target)) {
          throw new IOException("an entry leaves the folder: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(file);
          continue;
        }
        Files.createDirectories(Optional.ofNullable(file.getParent()).orElse(target));
        if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else {
          Files.copy(tar, file);
          if (!executable(file, (entry.getMode() & 0100) != 0)) {
            throw new IOException("not allowed to make executable: " + entry.getName());
          }
          sizes.add(Files.size(file) + " " + entry.getName());
        }
      }
    }
    Files.write(target.resolve(SIZES), sizes);
  }

  private static boolean executable(Path file, boolean wanted) {
    return !wanted || file.toFile().setExecutable(true, false);
  }

  private static boolean complete(Path folder) throws IOException {
    Path sizes = folder.resolve(SIZES);
    if (!Files.exists(sizes)) {
      return false;
    }
    for (String line : Files.readAllLines(sizes)) {
      int space = line.indexOf(' ');
      Path file = folder.resolve(line.substring(space + 1));
      if (!Files.exists(file) || Files.size(file) != Long.parseLong(line.substring(0, space))) {
        return false;
      }
    }
    return true;
  }

  private static String hash(String archive) throws IOException {
    var digest = Hashes.sha256();
    try (InputStream in = open(archive)) {
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static InputStream open(String archive) throws IOException {
    InputStream in = PostgresBinaries.class.getClassLoader().getResourceAsStream(archive);
    if (in == null) {
      throw new SpeechException(
          ErrorCode.DEPENDENCY_FAILED,
          "there is no embedded PostgreSQL for this platform; configure the URL of a database");
    }
    return in;
  }

  private static String archiveName() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    String system = os.startsWith("mac") ? "darwin" : os.startsWith("windows") ? "windows" : os;
    String machine = arch.equals("aarch64") ? "arm_64" : "x86_64";
    return "postgres-" + system + "-" + machine + ".txz";
  }
}
