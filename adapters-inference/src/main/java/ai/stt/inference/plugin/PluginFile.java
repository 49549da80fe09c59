package ai.stt.inference.plugin;

import ai.stt.app.operation.PluginState;
import ai.stt.inference.trust.SignatureFile;
import ai.stt.inference.trust.UntrustedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A zip in the plugin folder, followed through its changes. What cannot be read is tried once more
 * when the file has come to rest, since it may still be copied. One thread at a time.
 */
final class PluginFile {
  private static final Logger LOG = LoggerFactory.getLogger(PluginFile.class);

  private final Path file;
  private final PluginTrust trust;
  private @Nullable Seen seen;
  private boolean tryAgain;
  private @Nullable Version newest;
  private @Nullable Version before;
  private @Nullable String refusal;
  private @Nullable String signer;

  /** What is looked at: the zip, and the signature beside it if there is one. */
  private record Seen(FileStamp zip, @Nullable FileStamp signature) {
    static Seen of(Path file) throws IOException {
      Path signature = SignatureFile.beside(file);
      return new Seen(FileStamp.of(file), Files.exists(signature) ? FileStamp.of(signature) : null);
    }
  }

  /** A content of the file that passed the inspection, and a copy of it that nobody changes. */
  record Version(PluginManifest manifest, String sha256, Path copy) {}

  PluginFile(Path file, PluginTrust trust) {
    this.file = file;
    this.trust = trust;
  }

  String name() {
    return String.valueOf(file.getFileName());
  }

  /** Why its present content is not in use; null when it is. */
  @Nullable String refusal() {
    return refusal;
  }

  /** The version to run: the newest that is not refused; null when there is none. */
  @Nullable Version version() {
    return newest != null ? newest : before;
  }

  /** The newest version runs, so the one before it is not needed any more. */
  void accept(Version version) {
    if (version.equals(newest) && before != null) {
      ScratchFolder.delete(before.copy());
      before = null;
    }
  }

  /** The version cannot be started, so the one before it, if any, stays. */
  void refuse(Version version, String reason) {
    if (version.equals(newest)) {
      newest = null;
    } else {
      before = null;
    }
    refuse(reason);
    ScratchFolder.delete(version.copy());
  }

  /**
   * The file as the operator sees it.
   *
   * @param running the versions that run
   */
  PluginState state(Set<Version> running) {
    Version version = version();
    PluginManifest manifest = version == null ? null : version.manifest();
    return manifest == null
        ? new PluginState(name(), null, null, null, null, null, null, false, refusal)
        : new PluginState(
            name(),
            manifest.id(),
            manifest.version(),
            manifest.provider(),
            manifest.license(),
            manifest.description(),
            signer,
            running.contains(version),
            refusal);
  }

  /** Looks at the file and takes in what has changed, using {@code scratch} for its copies. */
  void refresh(Path scratch) {
    try {
      Seen stamp = Seen.of(file);
      boolean unchanged = stamp.equals(seen);
      if (unchanged && !tryAgain) {
        return;
      }
      seen = stamp;
      tryAgain = !unchanged;
      read(stamp, scratch);
      tryAgain = false;
    } catch (PluginRefusedException e) {
      refuse(e.getMessage());
    } catch (UntrustedException e) {
      refuse(e.getMessage());
    } catch (IOException | RuntimeException e) {
      refuse("it cannot be read: " + Reason.of(e));
    }
  }

  private void read(Seen stamp, Path scratch) throws IOException {
    if (stamp.zip().size() > PluginArchive.MAX_ZIP_BYTES) {
      throw new PluginRefusedException(
          "it is larger than the %d MiB a plugin may have"
              .formatted(PluginArchive.MAX_ZIP_BYTES >> 20));
    }
    Path copy = Files.createTempFile(scratch, "plugin", ".zip");
    Version read = null;
    try {
      String sha256 = copyAndHash(copy);
      byte[] signature = SignatureFile.read(file);
      if (!Seen.of(file).equals(stamp)) {
        throw new PluginRefusedException("it is still being written");
      }
      String signedBy = trust.signer(sha256, signature).orElse(null);
      Version present = version();
      if (present == null || !present.sha256().equals(sha256)) {
        read = new Version(PluginArchive.inspect(copy), sha256, copy);
        before = present;
        newest = read;
      }
      signer = signedBy;
      refusal = null;
    } finally {
      if (read == null) {
        Files.deleteIfExists(copy);
      }
    }
  }

  private String copyAndHash(Path copy) throws IOException {
    try (var in = new DigestInputStream(Files.newInputStream(file), sha256())) {
      Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    }
  }

  private void refuse(String reason) {
    if (!Objects.equals(refusal, reason)) {
      LOG.warn("Plugin file {} is refused: {}", name(), reason);
    }
    refusal = reason;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }
}
