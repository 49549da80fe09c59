package ai.stt.inference.registry;

import ai.stt.plugin.InstalledModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;

/** Installed weights and when their file was written, so that replaced ones are noticed. */
record Weights(InstalledModel model, FileTime written) {
  static Weights of(InstalledModel model) {
    try {
      return new Weights(model, Files.getLastModifiedTime(model.file()));
    } catch (IOException e) {
      return new Weights(model, FileTime.fromMillis(0));
    }
  }
}
