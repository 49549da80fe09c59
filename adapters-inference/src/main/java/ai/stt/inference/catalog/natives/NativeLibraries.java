package ai.stt.inference.catalog.natives;

import ai.stt.app.catalog.FetchListener;
import ai.stt.app.catalog.ModelSource.PackagedFile;
import ai.stt.inference.catalog.fetch.Folders;
import ai.stt.inference.catalog.fetch.InstallLock;
import ai.stt.inference.catalog.fetch.PackageFetcher;
import ai.stt.inference.catalog.fetch.Reach;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The native libraries that engines need, each in a folder {@code NAME-VERSION-PLATFORM} under the
 * home's {@code natives}. What exists for which platform says {@code natives.json}. Thread-safe,
 * and safe beside other processes on the same home.
 */
public final class NativeLibraries {
  private final Path natives;
  private final List<NativeLibrary> known;
  private final String platform;
  private final PackageFetcher fetcher;

  /** The libraries of a home folder, for the platform that this JVM runs on. */
  public NativeLibraries(Path home) {
    this(home, Reach.everywhere());
  }

  /** The same, from where this machine may ask. */
  public NativeLibraries(Path home, Reach reach) {
    this(home, NativeLibrary.all(), NativeLibrary.platformHere(), reach);
  }

  NativeLibraries(Path home, List<NativeLibrary> known, String platform) {
    this(home, known, platform, Reach.everywhere());
  }

  private NativeLibraries(Path home, List<NativeLibrary> known, String platform, Reach reach) {
    this.fetcher = new PackageFetcher(reach);
    this.natives = home.resolve("natives");
    this.known = known;
    this.platform = platform;
  }

  /**
   * The folder that holds the library's files, when it is installed.
   *
   * @param name of the library, such as {@code whisper.cpp}
   */
  public Optional<Path> installed(String name) {
    return known(name).filter(this::complete).map(this::folder);
  }

  /**
   * The folder that holds the library's files; downloads them first when they are not there.
   *
   * @throws SpeechException {@code MODEL_UNAVAILABLE} when there is none for this platform, {@code
   *     DEPENDENCY_FAILED} when it cannot be downloaded, {@code CANCELED}
   * @throws InterruptedException when interrupted; nothing half-done stays
   */
  public Path ensure(String name, FetchListener listener) throws InterruptedException {
    NativeLibrary library =
        known(name)
            .orElseThrow(
                () ->
                    new SpeechException(
                        ErrorCode.MODEL_UNAVAILABLE,
                        "There is no ready-built %s for %s; build it and name the library's file in the configuration."
                            .formatted(name, platform)));
    if (!complete(library)) {
      try {
        install(library, listener);
      } catch (IOException e) {
        throw new SpeechException(
            ErrorCode.DEPENDENCY_FAILED,
            "The native library %s could not be stored; check the disk under the home folder."
                .formatted(name),
            e);
      }
    }
    return folder(library);
  }

  private void install(NativeLibrary library, FetchListener listener)
      throws IOException, InterruptedException {
    String id = library.folderName();
    try (var _ = InstallLock.take(natives.resolve(".locks").resolve(id), listener)) {
      if (complete(library)) {
        return;
      }
      Path work = Folders.fresh(natives.resolve(".work").resolve(id));
      try {
        Path files = Files.createDirectories(work.resolve("files"));
        fetcher.fetch(library.archive(), work.resolve("fetch"), files, listener);
        for (PackagedFile file : library.archive().files()) {
          Folders.sync(files.resolve(file.as()));
        }
        Folders.delete(folder(library));
        Folders.publish(files, folder(library));
      } finally {
        Folders.delete(work);
      }
    }
  }

  private Optional<NativeLibrary> known(String name) {
    return known.stream()
        .filter(library -> library.name().equals(name) && library.platform().equals(platform))
        .findFirst();
  }

  private Path folder(NativeLibrary library) {
    return natives.resolve(library.folderName());
  }

  /** Each file was verified before the folder got its name; sizes show a later accident. */
  private boolean complete(NativeLibrary library) {
    for (PackagedFile file : library.archive().files()) {
      try {
        if (Files.size(folder(library).resolve(file.as())) != file.sizeBytes()) {
          return false;
        }
      } catch (IOException e) {
        return false;
      }
    }
    return true;
  }
}
