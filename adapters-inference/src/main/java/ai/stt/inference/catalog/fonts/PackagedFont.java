package ai.stt.inference.catalog.fonts;

import ai.stt.app.catalog.ModelSource.PackageFiles;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/**
 * A font in a package.
 *
 * @param script id of the script that it shows
 * @param licence SPDX id
 * @param archive the package; its one wanted file is the font
 */
record PackagedFont(String script, String licence, PackageFiles archive) {
  /** All that {@code fonts.json} knows. */
  static List<PackagedFont> all() {
    try (InputStream in =
        Objects.requireNonNull(PackagedFont.class.getResourceAsStream("fonts.json"))) {
      return List.of(new JsonMapper().readValue(in, PackagedFont[].class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String fileName() {
    return archive.files().getFirst().as();
  }

  long sizeBytes() {
    return archive.files().getFirst().sizeBytes();
  }
}
