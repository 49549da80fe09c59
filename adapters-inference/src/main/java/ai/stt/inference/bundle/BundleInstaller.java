package ai.stt.inference.bundle;

import ai.stt.app.catalog.FetchListener;
import ai.stt.inference.catalog.DiskSpace;
import ai.stt.inference.catalog.StoredModels;
import ai.stt.inference.catalog.fetch.InstallLock;
import ai.stt.inference.plugin.PluginShelf;
import ai.stt.inference.trust.SignatureFile;
import ai.stt.inference.trust.TrustedKeys;
import ai.stt.inference.trust.UntrustedException;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Installs bundles into a home folder. Everything is unpacked and checked beside it first; then
 * each model, library and plugin takes its place, and the program last. So a bundle that is refused
 * leaves nothing, and a power failure leaves only whole things: what was to be replaced by then,
 * and is not, the next installation puts back.
 */
public final class BundleInstaller {
  private static final List<String> ROOMS = List.of("models", "natives", "fonts");

  private final Path home;
  private final PluginShelf plugins;
  private final TrustedKeys keys;
  private final boolean signed;

  /**
   * An installer.
   *
   * @param home made when absent
   * @param signed whether a bundle without a signature beside it is refused
   */
  public BundleInstaller(Path home, PluginShelf plugins, TrustedKeys keys, boolean signed) {
    this.home = home.toAbsolutePath().normalize();
    this.plugins = plugins;
    this.keys = keys;
    this.signed = signed;
  }

  /**
   * Installs all that a bundle holds, in place of what is there under the same names.
   *
   * @throws SpeechException {@code INVALID_REQUEST} telling why the bundle is refused, {@code
   *     DEPENDENCY_FAILED} when the disk is full, {@code CANCELED}
   * @throws InterruptedException when interrupted while another installation is awaited
   */
  public BundleManifest install(Path bundle, FetchListener listener)
      throws IOException, InterruptedException {
    if (!Files.isRegularFile(bundle)) {
      throw new SpeechException(ErrorCode.INVALID_REQUEST, "There is no file " + bundle + ".");
    }
    try {
      byte[] signature = SignatureFile.read(bundle);
      TrustedKeys.requirePresent(signature, signed);
      return install(bundle, signature, listener);
    } catch (UntrustedException e) {
      throw refused(e.getMessage());
    }
  }

  private BundleManifest install(Path bundle, byte @Nullable [] signature, FetchListener listener)
      throws IOException, InterruptedException {
    Files.createDirectories(home);
    try (var _ = InstallLock.take(home.resolve(".bundle.lock"), listener)) {
      Path work = home.resolve(".bundle");
      settle(work);
      Files.createDirectories(work);
      try (var reader = new BundleReader(bundle)) {
        DiskSpace.require(home, reader.manifest().sizeBytes());
        reader.unpack(work, listener);
        // the bytes that were unpacked, not what the file may have become since
        var _ = keys.require(reader.sha256(), signature, signed);
        requireWhole(work);
        publish(work, listener);
        return reader.manifest();
      } finally {
        settle(work);
      }
    }
  }

  /** Nothing is left of this installation, or of one before that was killed. */
  private void settle(Path work) throws IOException {
    for (String room : ROOMS) {
      FileTrees.settle(work(home.resolve(room)), home.resolve(room));
    }
    FileTrees.settle(work, home);
  }

  /** What is inside is what it says it is, before anything is changed. */
  private void requireWhole(Path work) throws IOException {
    for (Path model : children(work.resolve("models"))) {
      if (!StoredModels.whole(model)) {
        throw refused("the model %s is not whole".formatted(model.getFileName()));
      }
    }
    for (Path zip : zips(work)) {
      PluginShelf.Item item = plugins.look(zip);
      if (item.refusal() != null) {
        throw refused("the plugin %s: %s".formatted(item.file(), item.refusal()));
      }
    }
  }

  private void publish(Path work, FetchListener listener) throws IOException, InterruptedException {
    for (String room : List.of("models", "natives")) {
      for (Path folder : children(work.resolve(room))) {
        Path lock = home.resolve(room).resolve(".locks").resolve(folder.getFileName());
        try (var _ = InstallLock.take(lock, listener)) {
          inRoom(folder, home.resolve(room));
        }
      }
    }
    for (Path font : children(work.resolve("fonts"))) {
      inRoom(font, home.resolve("fonts"));
    }
    for (Path zip : zips(work)) {
      plugins.install(zip);
    }
    Path program = work.resolve("program");
    if (Files.exists(program)) {
      Path java = home.resolve("program/java");
      if (Files.exists(java) && !Files.exists(program.resolve("java"))) {
        FileTrees.copy(java, program.resolve("java")); // it came with an earlier bundle
      }
      FileTrees.replace(program, home.resolve("program"), work);
    }
  }

  /** Rooms may be on disks of their own, on which a thing gets its name in one step. */
  private static void inRoom(Path from, Path room) throws IOException {
    Path work = Files.createDirectories(work(room));
    Path staged = FileTrees.move(from, work.resolve("new"));
    FileTrees.replace(staged, room.resolve(from.getFileName()), work);
    FileTrees.settle(work, room);
  }

  private static Path work(Path room) {
    return room.resolve(".work").resolve(".bundle");
  }

  private static List<Path> zips(Path work) throws IOException {
    return children(work.resolve("plugins")).stream()
        .filter(file -> file.toString().endsWith(".zip"))
        .toList();
  }

  private static List<Path> children(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.sorted().toList();
    }
  }

  private static SpeechException refused(String why) {
    return new SpeechException(
        ErrorCode.INVALID_REQUEST,
        "The bundle is refused: %s. Nothing was installed.".formatted(why));
  }
}
