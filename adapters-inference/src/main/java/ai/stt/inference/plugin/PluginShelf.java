package ai.stt.inference.plugin;

import ai.stt.inference.catalog.fetch.Folders;
import ai.stt.inference.catalog.fetch.VerifiedCopy;
import ai.stt.inference.trust.SignatureFile;
import ai.stt.inference.trust.UntrustedException;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The plugins folder as commands change it, whether a server runs or not. Looks into zips and runs
 * nothing of them. Every change of a name is one step, so a server never sees half a file.
 */
public final class PluginShelf {
  private final Path folder;
  private final PluginTrust trust;

  /** The shelf in a folder, which need not exist. */
  public PluginShelf(Path folder, PluginTrust trust) {
    this.folder = folder;
    this.trust = trust;
  }

  /**
   * A plugin zip.
   *
   * @param file its name
   * @param manifest what it says of itself; null when it cannot be read
   * @param signer whose signature it has; null without
   * @param refusal why it may not run; null when it may
   */
  public record Item(
      String file,
      @Nullable PluginManifest manifest,
      @Nullable String signer,
      @Nullable String refusal) {}

  /** What is there, by name. */
  public List<Item> list() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(PluginFolder::isPluginFile).sorted().map(PluginShelf.this::look).toList();
    }
  }

  /** Reads a zip from its first byte to its last, with the signature beside it. */
  public Item look(Path zip) {
    String name = String.valueOf(zip.getFileName());
    PluginManifest manifest = null;
    try {
      manifest = PluginArchive.inspect(zip);
      String sha256 = VerifiedCopy.sha256(zip);
      String signer = trust.signer(sha256, SignatureFile.read(zip)).orElse(null);
      return new Item(name, manifest, signer, null);
    } catch (PluginRefusedException e) {
      return new Item(name, manifest, null, e.getMessage());
    } catch (UntrustedException e) {
      return new Item(name, manifest, null, e.getMessage());
    } catch (IOException e) {
      return new Item(name, manifest, null, "it cannot be read: " + Reason.of(e));
    }
  }

  /**
   * Puts a zip on the shelf, with the signature beside it if there is one, in place of every other
   * version of the same plugin.
   *
   * @return what was put there, under its new name
   * @throws SpeechException {@code INVALID_REQUEST} with the reason when it may not run here
   */
  public Item install(Path zip) throws IOException {
    Files.createDirectories(folder);
    Path part = Files.createTempFile(folder, ".install", ".part");
    Path partSignature = SignatureFile.beside(part);
    try {
      Files.copy(zip, part, StandardCopyOption.REPLACE_EXISTING);
      boolean signed = Files.exists(SignatureFile.beside(zip));
      if (signed) {
        Files.copy(SignatureFile.beside(zip), partSignature);
      }
      Item item = look(part);
      PluginManifest manifest = item.manifest();
      if (item.refusal() != null || manifest == null) {
        throw new SpeechException(
            ErrorCode.INVALID_REQUEST,
            "%s is refused: %s".formatted(zip.getFileName(), item.refusal()));
      }
      Folders.sync(part);
      Path target = folder.resolve(manifest.id() + "-" + manifest.version() + ".zip");
      if (signed) {
        Files.move(
            partSignature, SignatureFile.beside(target), StandardCopyOption.REPLACE_EXISTING);
      } else {
        Files.deleteIfExists(SignatureFile.beside(target));
      }
      Folders.publish(part, target);
      removeOthers(manifest.id(), target);
      return new Item(String.valueOf(target.getFileName()), manifest, item.signer(), null);
    } finally {
      Files.deleteIfExists(part);
      Files.deleteIfExists(partSignature);
    }
  }

  /**
   * Takes every version of a plugin off the shelf.
   *
   * @param wanted a plugin's id, or the name of a file
   * @return the names of the files
   * @throws SpeechException {@code NOT_FOUND} when there is none
   */
  public List<String> remove(String wanted) throws IOException {
    List<String> removed = new ArrayList<>();
    for (Item item : list()) {
      PluginManifest manifest = item.manifest();
      if (item.file().equals(wanted) || (manifest != null && manifest.id().equals(wanted))) {
        take(folder.resolve(item.file()));
        removed.add(item.file());
      }
    }
    if (removed.isEmpty()) {
      throw new SpeechException(
          ErrorCode.NOT_FOUND,
          "there is no such plugin; 'stt plugins list' shows those that are there");
    }
    return removed;
  }

  private void removeOthers(String id, Path kept) throws IOException {
    for (Item item : list()) {
      PluginManifest manifest = item.manifest();
      Path file = folder.resolve(item.file());
      if (!file.equals(kept) && manifest != null && manifest.id().equals(id)) {
        take(file);
      }
    }
  }

  private static void take(Path zip) throws IOException {
    Files.deleteIfExists(zip);
    Files.deleteIfExists(SignatureFile.beside(zip));
  }
}
