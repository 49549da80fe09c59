package ai.stt.inference.bundle;

import ai.stt.app.catalog.FetchListener;
import ai.stt.app.catalog.FetchListener.Stage;
import ai.stt.inference.catalog.DiskSpace;
import ai.stt.inference.catalog.StoredModels;
import ai.stt.inference.catalog.fetch.Folders;
import ai.stt.inference.catalog.fetch.VerifiedCopy;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Writes bundles: plain tar archives (weights and jars do not get smaller), so that the program can
 * be taken out with {@code tar} on a machine that has nothing else. Files are read twice, for their
 * checksums and for the archive, and never held in memory.
 */
public final class BundleWriter {
  private static final int EXECUTABLE = 0755;
  private static final int PLAIN = 0644;

  private BundleWriter() {}

  /**
   * Writes a bundle.
   *
   * @param version of the program
   * @param to the archive; gets its name when it is whole
   * @throws SpeechException {@code INVALID_REQUEST} when a model is damaged or a name is not plain,
   *     {@code DEPENDENCY_FAILED} when the disk is full, {@code CANCELED}
   */
  public static BundleManifest write(
      BundleContents contents, String version, Path to, FetchListener listener) throws IOException {
    contents.files().keySet().forEach(BundleWriter::requirePlain);
    List<BundleManifest.Item> items = new ArrayList<>();
    for (Map.Entry<String, Path> file : contents.files().entrySet()) {
      items.add(item(file.getKey(), file.getValue(), listener));
    }
    var manifest =
        new BundleManifest(
            BundleManifest.FORMAT, version, BundleContents.platform(), List.copyOf(items));
    Path folder = to.toAbsolutePath().resolveSibling(".");
    DiskSpace.require(folder, manifest.sizeBytes());
    Path part = to.toAbsolutePath().resolveSibling(to.getFileName() + ".part");
    try {
      archive(manifest, contents.files(), part, listener);
      Folders.sync(part);
      Folders.publish(part, to.toAbsolutePath());
      return manifest;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static void requirePlain(String path) {
    if (!BundleManifest.Item.isPath(path)) {
      throw new SpeechException(
          ErrorCode.INVALID_REQUEST,
          ("The file %s cannot go into a bundle: its name may have letters, digits and . _ + @ $ -"
                  + " only; rename it.")
              .formatted(path));
    }
  }

  private static BundleManifest.Item item(String path, Path file, FetchListener listener)
      throws IOException {
    String sha256 = VerifiedCopy.sha256(file, listener);
    if (!StoredModels.asInstalled(file, sha256)) {
      throw new SpeechException(
          ErrorCode.INVALID_REQUEST,
          "The file %s is damaged; remove its model and install it again.".formatted(path));
    }
    return new BundleManifest.Item(path, Files.size(file), sha256, Files.isExecutable(file));
  }

  private static void archive(
      BundleManifest manifest, Map<String, Path> files, Path part, FetchListener listener)
      throws IOException {
    try (var tar =
        new TarArchiveOutputStream(
            new BufferedOutputStream(Files.newOutputStream(part), 1 << 18),
            StandardCharsets.UTF_8.name())) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      byte[] head = manifest.write();
      put(tar, BundleManifest.NAME, head.length, PLAIN);
      tar.write(head);
      tar.closeArchiveEntry();
      long done = 0;
      for (BundleManifest.Item item : manifest.files()) {
        put(tar, item.path(), item.sizeBytes(), item.executable() ? EXECUTABLE : PLAIN);
        try (InputStream in = Files.newInputStream(files.get(item.path()))) {
          VerifiedCopy.copy(in, tar, item.sizeBytes(), item.sha256());
        }
        tar.closeArchiveEntry();
        done += item.sizeBytes();
        listener.progress(Stage.COPYING, done, manifest.sizeBytes());
      }
    }
  }

  /** Bundles of the same files are the same bytes: nobody's name, no time. */
  private static void put(TarArchiveOutputStream tar, String name, long size, int mode)
      throws IOException {
    var entry = new TarArchiveEntry(name);
    entry.setSize(size);
    entry.setMode(mode);
    entry.setModTime(0);
    tar.putArchiveEntry(entry);
  }
}
