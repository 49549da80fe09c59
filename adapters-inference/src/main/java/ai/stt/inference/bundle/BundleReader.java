package ai.stt.inference.bundle;

import ai.stt.app.catalog.FetchListener;
import ai.stt.app.catalog.FetchListener.Stage;
import ai.stt.inference.catalog.fetch.Folders;
import ai.stt.inference.catalog.fetch.VerifiedCopy;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import com.fasterxml.jackson.core.JacksonException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/**
 * Reads a bundle from its first byte to its last, and believes nothing that its manifest does not
 * say: no other file, no other order, no link, no byte more or less. It opens the file once, and
 * tells the checksum of the very bytes that it gave.
 */
final class BundleReader implements AutoCloseable {
  private final DigestInputStream all;
  private final TarArchiveInputStream tar;
  private final BundleManifest manifest;

  /**
   * Opens a bundle.
   *
   * @throws SpeechException {@code INVALID_REQUEST} when it is none, or not for this machine
   */
  BundleReader(Path file) throws IOException {
    all =
        new DigestInputStream(
            new BufferedInputStream(Files.newInputStream(file), 1 << 18), VerifiedCopy.sha256());
    tar = new TarArchiveInputStream(all, "UTF-8");
    try {
      manifest = head();
    } catch (IOException | RuntimeException e) {
      tar.close();
      throw e;
    }
  }

  BundleManifest manifest() {
    return manifest;
  }

  private BundleManifest head() throws IOException {
    try {
      TarArchiveEntry first = tar.getNextEntry();
      if (first == null || !first.getName().equals(BundleManifest.NAME) || !plain(first)) {
        throw refused("it does not begin with " + BundleManifest.NAME);
      }
      if (first.getSize() > BundleManifest.MOST_BYTES) {
        throw refused("its list of files is too long");
      }
      BundleManifest read = BundleManifest.read(tar.readAllBytes());
      if (read.format() != BundleManifest.FORMAT) {
        throw refused("it is for another version of the program");
      }
      if (!read.platform().equals(BundleContents.platform())) {
        throw refused(
            "it is for %s, and this machine is %s"
                .formatted(read.platform(), BundleContents.platform()));
      }
      return read;
    } catch (JacksonException e) {
      throw refused("its list of files cannot be used: " + e.getOriginalMessage());
    } catch (IOException | IllegalArgumentException e) {
      throw refused("it is no bundle, or cut off");
    }
  }

  /** Writes all files into a folder, each checked and on the disk. */
  void unpack(Path folder, FetchListener listener) throws IOException {
    long done = 0;
    for (BundleManifest.Item item : manifest.files()) {
      Path to = folder.resolve(item.path()).normalize();
      if (!to.startsWith(folder)) {
        throw refused("a path leaves it: " + item.path());
      }
      Files.createDirectories(to.resolveSibling("."));
      requireNext(item);
      try (OutputStream out = Files.newOutputStream(to, StandardOpenOption.CREATE_NEW)) {
        copy(item, out);
      }
      if (item.executable() && !to.toFile().setExecutable(true, false)) {
        throw new IOException("cannot make " + to + " executable");
      }
      Folders.sync(to);
      done += item.sizeBytes();
      listener.progress(Stage.COPYING, done, manifest.sizeBytes());
      if (listener.canceled()) {
        throw new SpeechException(ErrorCode.CANCELED, "The installation was called off.");
      }
    }
    TarArchiveEntry more = next();
    if (more != null) {
      throw refused("it holds a file that its list does not name: " + more.getName());
    }
    FileTrees.syncFolders(folder);
  }

  private void requireNext(BundleManifest.Item item) {
    TarArchiveEntry entry = next();
    if (entry == null) {
      throw refused("it is cut off before " + item.path());
    }
    if (!entry.getName().equals(item.path()) || !plain(entry)) {
      throw refused("in the place of %s it holds %s".formatted(item.path(), entry.getName()));
    }
  }

  /** The library calls everything a file that is no folder. */
  private static boolean plain(TarArchiveEntry entry) {
    byte flag = entry.getLinkFlag();
    return flag == TarConstants.LF_NORMAL || flag == TarConstants.LF_OLDNORM;
  }

  private @Nullable TarArchiveEntry next() {
    try {
      return tar.getNextEntry();
    } catch (IOException | IllegalArgumentException e) {
      throw refused("it is cut off or damaged");
    }
  }

  /** Tells a damaged bundle from a disk that is full: what is read has no other way to fail. */
  private void copy(BundleManifest.Item item, OutputStream out) throws IOException {
    try {
      VerifiedCopy.copy(tar, out, item.sizeBytes(), item.sha256());
    } catch (java.nio.file.FileSystemException e) {
      throw e;
    } catch (IOException e) {
      String why = Optional.ofNullable(e.getMessage()).orElse("it cannot be read");
      throw refused("%s: %s".formatted(item.path(), why));
    }
  }

  /** SHA-256 of the whole file, in hex; to be asked once, when all is unpacked. */
  String sha256() throws IOException {
    var _ = all.transferTo(OutputStream.nullOutputStream()); // what is behind the archive's end
    return HexFormat.of().formatHex(all.getMessageDigest().digest());
  }

  private static SpeechException refused(String why) {
    return new SpeechException(
        ErrorCode.INVALID_REQUEST,
        "The bundle is refused: %s. Nothing was installed.".formatted(why));
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }
}
