package ai.stt.config.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** The example plugin under other versions. */
final class HelloVersions {
  private HelloVersions() {}

  /** Writes the plugin with this version and puts it in its place at once. */
  static Path drop(Path plugin, String version, Path to) throws IOException {
    Path part = to.resolveSibling(to.getFileName() + ".part");
    try (var from = new ZipFile(plugin.toFile());
        var out = new ZipOutputStream(Files.newOutputStream(part))) {
      Enumeration<? extends ZipEntry> entries = from.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        byte[] bytes = from.getInputStream(entry).readAllBytes();
        if (entry.getName().equals("plugin.properties")) {
          bytes =
              new String(bytes, StandardCharsets.UTF_8)
                  .replaceAll("(?m)^plugin.version=.*$", "plugin.version=" + version)
                  .getBytes(StandardCharsets.UTF_8);
        }
        out.putNextEntry(new ZipEntry(entry.getName()));
        out.write(bytes);
      }
    }
    return Files.move(
        part, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
