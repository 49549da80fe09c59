package ai.stt.inference.catalog;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** What the folder of an installed model has to look like, for those who carry models about. */
public final class StoredModels {
  private StoredModels() {}

  /** The names of a model's files, the description first. */
  public static List<String> files(Path folder) throws IOException {
    return List.of(StoredModel.FILE_NAME, StoredModel.read(folder).file());
  }

  /** Whether the folder holds a whole model of its name; contents are not read. */
  public static boolean whole(Path folder) {
    try {
      StoredModel model = StoredModel.read(folder);
      return model.descriptor().id().equals(String.valueOf(folder.getFileName()))
          && model.complete(folder);
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether a file is what its model's description says; true for what is no model's weights. */
  public static boolean asInstalled(Path file, String sha256) throws IOException {
    Path folder = file.resolveSibling(".").normalize();
    if (!Files.exists(folder.resolve(StoredModel.FILE_NAME))) {
      return true;
    }
    try {
      StoredModel model = StoredModel.read(folder);
      return !model.file().equals(String.valueOf(file.getFileName()))
          || model.sha256().equals(sha256);
    } catch (NoSuchFileException | FileNotFoundException e) {
      return true;
    }
  }
}
