package ai.stt.inference.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.catalog.CatalogEntry;
import ai.stt.app.catalog.FetchListener;
import ai.stt.app.catalog.ModelCatalog;
import ai.stt.app.catalog.ModelSource;
import ai.stt.app.catalog.ModelSource.PackageFiles;
import ai.stt.app.catalog.ModelSource.PackagedFile;
import ai.stt.inference.catalog.convert.WhisperConverter;
import ai.stt.inference.catalog.fetch.Folders;
import ai.stt.inference.catalog.fetch.InstallLock;
import ai.stt.inference.catalog.fetch.PackageFetcher;
import ai.stt.inference.catalog.fetch.VerifiedCopy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real packages through the real clients. What is large is kept under {@code STT_HOME} (else
 * {@code ~/.stt}), so that only the first run on a machine downloads.
 */
@Timeout(600)
final class RealModelsTest {
  private static final Path HOME =
      Optional.ofNullable(System.getenv("STT_HOME"))
          .map(Path::of)
          .orElse(Path.of(System.getProperty("user.home"), ".stt"));
  private static final Path CACHE = HOME.resolve("cache").resolve("tests");

  @TempDir Path temp;

  @Test
  void baseIsPulledThroughPipAndConvertedToTheOfficialFile() throws Exception {
    var model = new FolderModelStore(HOME, packagesOnly()).pull("base", false, listener());
    assertThat(VerifiedCopy.sha256(model.file()))
        .isEqualTo("60ed5bc3dd14eea856493d334349b405782ddcaf0028d4b5df4088345fba2efe");
  }

  @Test
  void tinyEnglishConvertsToTheOfficialFile() throws Exception {
    Path folder = CACHE.resolve("tiny.en-ct2");
    var wanted = (ModelSource.Packages) entry("tiny.en").sources().getFirst();
    try (var _ = InstallLock.take(CACHE.resolve("tiny.en-ct2.lock"), listener())) {
      if (!complete(folder, wanted.packages().getFirst())) {
        Folders.fresh(folder);
        new PackageFetcher()
            .fetch(wanted.packages().getFirst(), CACHE.resolve("work"), folder, listener());
      }
    }
    Path ggml = temp.resolve("ggml-tiny.en.bin");

    var shape = WhisperConverter.convert(folder, ggml, listener());

    assertThat(shape.modelId()).isEqualTo("tiny.en");
    assertThat(Files.size(ggml)).isEqualTo(entry("tiny.en").sizeBytes());
    assertThat(VerifiedCopy.sha256(ggml)).isEqualTo(entry("tiny.en").sha256());
  }

  @Test
  void baseEnglishIsPulledThroughNpm() throws Exception {
    var model = new FolderModelStore(CACHE, packagesOnly()).pull("base.en", false, listener());
    assertThat(VerifiedCopy.sha256(model.file())).isEqualTo(entry("base.en").sha256());
  }

  @Test
  void aFileComesOutOfAMavenArtifact() throws Exception {
    var jar =
        new PackageFiles(
            "maven",
            "org.jspecify:jspecify",
            "1.0.0",
            null,
            3819,
            "1fad6e6be7557781e4d33729d49ae1cdc8fdda6fe477bb0cc68ce351eafdfbab",
            List.of(
                new PackagedFile(
                    "org/jspecify/annotations/NullMarked.class",
                    "NullMarked.class",
                    498,
                    "fb7da3d28ee589dcbda99bf8cb2b4f127b2369ff37f4f3e7e34c1befeaa5052f")));
    Path folder = Files.createDirectories(temp.resolve("files"));
    new PackageFetcher().fetch(jar, temp.resolve("work"), folder, listener());
    assertThat(folder.resolve("NullMarked.class")).hasSize(498);
  }

  private static boolean complete(Path folder, PackageFiles archive) throws Exception {
    for (PackagedFile file : archive.files()) {
      Path path = folder.resolve(file.as());
      if (!Files.exists(path) || Files.size(path) != file.sizeBytes()) {
        return false;
      }
    }
    return true;
  }

  private static CatalogEntry entry(String id) {
    return packagesOnly().find(id).orElseThrow();
  }

  /** The catalog without its URLs: the packages are what is tested. */
  private static ModelCatalog packagesOnly() {
    return () -> new JsonCatalog().entries().stream().map(RealModelsTest::packagesOnly).toList();
  }

  private static CatalogEntry packagesOnly(CatalogEntry entry) {
    return new CatalogEntry(
        entry.descriptor(),
        entry.capability(),
        entry.family(),
        entry.format(),
        entry.sizeBytes(),
        entry.sha256(),
        entry.licence(),
        entry.licenceNotice(),
        entry.sources().stream().filter(ModelSource.Packages.class::isInstance).toList());
  }

  private static FetchListener listener() {
    return FetchListener.none();
  }
}
