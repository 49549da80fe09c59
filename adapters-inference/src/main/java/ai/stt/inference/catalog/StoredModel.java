package ai.stt.inference.catalog;

import ai.stt.app.catalog.CatalogEntry;
import ai.stt.plugin.InstalledModel;
import ai.stt.speech.model.ModelDescriptor;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What {@code model.json} says of the weights beside it. Fields may be added; a reader ignores
 * those that it does not know.
 *
 * @param descriptor what the model says about itself
 * @param family the plugin family
 * @param format the file format
 * @param file name of the weights' file in the same folder
 * @param sizeBytes its size
 * @param sha256 of it
 * @param licence SPDX id, {@code unknown} for imported weights that the catalog does not know
 */
record StoredModel(
    ModelDescriptor descriptor,
    String family,
    String format,
    String file,
    long sizeBytes,
    String sha256,
    String licence) {
  static final String FILE_NAME = "model.json";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();

  /** Checks that the file's name cannot lead out of the folder. */
  StoredModel {
    if (!file.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      throw new IllegalArgumentException("not a plain file name: " + file);
    }
  }

  /** What the catalog says of an entry's weights. */
  static StoredModel of(CatalogEntry entry) {
    return new StoredModel(
        entry.descriptor(),
        entry.family(),
        entry.format(),
        fileName(entry.format(), entry.id()),
        entry.sizeBytes(),
        entry.sha256(),
        entry.licence());
  }

  /** A name that other programs know too, such as {@code ggml-base.bin}. */
  static String fileName(String format, String id) {
    return format + "-" + id + ".bin";
  }

  /** Reads {@code model.json}. */
  static StoredModel read(Path folder) throws IOException {
    return JSON.readValue(folder.resolve(FILE_NAME).toFile(), StoredModel.class);
  }

  void write(Path folder) throws IOException {
    Files.write(folder.resolve(FILE_NAME), JSON.writeValueAsBytes(this));
  }

  /** Whether the folder holds all of the weights. */
  boolean complete(Path folder) throws IOException {
    Path weights = folder.resolve(file);
    return Files.isRegularFile(weights) && Files.size(weights) == sizeBytes;
  }

  InstalledModel installedIn(Path folder) {
    return new InstalledModel(descriptor, family, format, folder.resolve(file), sizeBytes);
  }
}
