package ai.stt.inference.catalog;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The digest of installed weights, as the store knows it since they were fetched or imported. */
public final class StoredDigest {
  private StoredDigest() {}

  /** The SHA-256 in hexadecimal digits; empty for a file that is not the store's. */
  public static Optional<String> of(Path weights) {
    Path folder = weights.toAbsolutePath().getParent();
    if (folder == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(StoredModel.read(folder))
          .filter(model -> weights.endsWith(model.file()))
          .map(StoredModel::sha256)
          .filter(sha256 -> sha256.matches("[0-9a-f]{64}"));
    } catch (IOException e) {
      return Optional.empty(); // no model.json, or none that can be read
    }
  }
}
