package ai.stt.inference.catalog.fetch;

import ai.stt.app.catalog.ModelSource.PackagedFile;
import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipFile;

/**
 * Takes named files out of a wheel, jar or tgz. Nothing else is unpacked, and the archive never
 * names a file that is written, so it cannot write outside the folder.
 */
final class PackageArchive {
  private PackageArchive() {}

  /** Appends each wanted file's verified bytes to {@code folder/as}. */
  static void extract(Path archive, List<PackagedFile> wanted, Path folder) throws IOException {
    if (archive.toString().endsWith(".tgz")) {
      extractTgz(archive, wanted, folder);
    } else {
      extractZip(archive, wanted, folder);
    }
  }

  private static void extractZip(Path archive, List<PackagedFile> wanted, Path folder)
      throws IOException {
    try (var zip = new ZipFile(archive.toFile())) {
      for (PackagedFile file : wanted) {
        var entry = zip.getEntry(file.path());
        if (entry == null) {
          throw missing(file.path());
        }
        try (InputStream in = zip.getInputStream(entry)) {
          append(in, file, folder);
        }
      }
    }
  }

  /** A tar has one order only, so parts of one file must lie in it in their order. */
  private static void extractTgz(Path archive, List<PackagedFile> wanted, Path folder)
      throws IOException {
    Map<String, PackagedFile> left = new LinkedHashMap<>();
    wanted.forEach(file -> left.put(file.path(), file));
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(archive));
        var tar = new TarEntries(new GZIPInputStream(raw, 1 << 16))) {
      String path = tar.next();
      while (path != null && !left.isEmpty()) {
        PackagedFile file = left.remove(path);
        if (file != null) {
          append(tar, file, folder);
        }
        path = left.isEmpty() ? null : tar.next();
      }
    }
    if (!left.isEmpty()) {
      throw missing(left.keySet().iterator().next());
    }
  }

  private static void append(InputStream in, PackagedFile file, Path folder) throws IOException {
    try (var out =
        Files.newOutputStream(
            folder.resolve(file.as()), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      VerifiedCopy.copy(in, out, file.sizeBytes(), file.sha256());
    } catch (IOException e) {
      throw new IOException(file.path() + ": " + e.getMessage(), e);
    }
  }

  private static IOException missing(String path) {
    return new FileNotFoundException("there is no " + path + " in the package");
  }
}
