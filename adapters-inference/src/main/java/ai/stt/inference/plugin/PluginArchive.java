package ai.stt.inference.plugin;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A plugin as it is handed over: a zip with {@code plugin.properties}, the plugin's classes and
 * resources under {@code classes/}, and the jars it needs directly under {@code lib/}. What else it
 * holds (a licence, a readme) is not loaded. Builds use {@link #inspect} to check their result.
 */
public final class PluginArchive {
  /** The largest zip, in bytes. */
  public static final long MAX_ZIP_BYTES = 128L << 20;

  /** The most that may come out of it, in bytes. */
  public static final long MAX_CONTENT_BYTES = 512L << 20;

  private static final int MAX_MANIFEST_BYTES = 64 << 10;

  private PluginArchive() {}

  /**
   * Reads the whole zip and checks that it may be loaded: nothing but pure Java, no class of the
   * host, no entry that would land outside of its folder, all checksums right, within the limits.
   * Runs nothing of it.
   *
   * @throws PluginRefusedException with the reason when it may not
   */
  public static PluginManifest inspect(Path zip) {
    try {
      if (Files.size(zip) > MAX_ZIP_BYTES) {
        throw new PluginRefusedException(
            "it is larger than the %d MiB a plugin may have".formatted(MAX_ZIP_BYTES >> 20));
      }
      byte[] manifest = new ArchiveInspection(MAX_CONTENT_BYTES).inspect(zip);
      if (manifest.length > MAX_MANIFEST_BYTES) {
        throw new PluginRefusedException(PluginManifest.FILE + " is larger than 64 KiB");
      }
      return PluginManifest.read(new ByteArrayInputStream(manifest));
    } catch (ZipException e) {
      throw new PluginRefusedException(
          "it is not a whole zip file (%s); copy it again".formatted(Reason.of(e)));
    } catch (IOException e) {
      throw new PluginRefusedException("it cannot be read: " + Reason.of(e));
    }
  }

  /** Unpacks a zip that was inspected into a folder that is new. */
  static void extract(Path zip, Path folder) throws IOException {
    Files.createDirectories(folder);
    try (var file = new ZipFile(zip.toFile())) {
      Enumeration<? extends ZipEntry> entries = file.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        Path target = folder.resolve(ArchiveInspection.safeName(entry.getName())).normalize();
        if (entry.isDirectory()) {
          Files.createDirectories(target);
          continue;
        }
        Path parent = target.getParent();
        if (parent != null) {
          Files.createDirectories(parent);
        }
        try (InputStream in = file.getInputStream(entry)) {
          Files.copy(in, target);
        }
      }
    }
  }
}
