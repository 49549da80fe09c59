package ai.stt.app.catalog;

import ai.stt.plugin.InstalledModel;
import ai.stt.speech.error.SpeechException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The models on this machine, and getting more of them from the catalog. Thread-safe; several
 * processes may use the same store.
 */
public interface ModelStore extends ModelCatalog {
  /** The installed models, complete and verified, in the order of their ids. */
  List<InstalledModel> installed();

  /** The installed model with this id. */
  default Optional<InstalledModel> findInstalled(String id) {
    return installed().stream().filter(model -> model.descriptor().id().equals(id)).findFirst();
  }

  /** A number that changes whenever {@link #installed} does; cheap enough to ask every second. */
  long revision();

  /**
   * Installs a model of the catalog; returns at once when it is installed already. A download that
   * was cut off or called off goes on where it stopped. When another thread or process is
   * installing the same model, its end is awaited.
   *
   * @param noticeAccepted whether the user has read and accepted {@link
   *     CatalogEntry#licenceNotice}; no matter for an entry without one
   * @throws SpeechException {@code INVALID_REQUEST} for an unknown id, {@code FORBIDDEN} with the
   *     notice when it has to be accepted first, {@code DEPENDENCY_FAILED} when no source had it or
   *     the disk is full, {@code CANCELED}
   * @throws InterruptedException when interrupted; what is downloaded stays for the next try
   */
  InstalledModel pull(String id, boolean noticeAccepted, FetchListener listener)
      throws InterruptedException;

  /**
   * Installs a copy of weights that the user has: a ggml file of whisper.cpp, a GGUF file, a
   * faster-whisper folder, which is converted, or a GLiNER folder, which becomes one file.
   *
   * @param id for the model; null to take the catalog's id when the content is known to it, else
   *     the file's name, else its size
   * @throws SpeechException {@code INVALID_REQUEST} when the weights cannot be used or the id is
   *     taken, {@code DEPENDENCY_FAILED} when the disk is full, {@code CANCELED}
   * @throws InterruptedException when interrupted; nothing stays
   */
  InstalledModel importFrom(Path source, @Nullable String id, FetchListener listener)
      throws InterruptedException;

  /**
   * Reads the weights of a model from their first byte to their last; false when they are not what
   * they were when they were installed.
   *
   * @throws SpeechException {@code NOT_FOUND} when it is not installed, {@code DEPENDENCY_FAILED}
   *     when it cannot be read, {@code CANCELED}
   */
  boolean verify(String id, FetchListener listener);

  /**
   * Removes a model, or what was downloaded of it. A server that uses it keeps it until it lets go.
   *
   * @throws SpeechException {@code NOT_FOUND} when there is nothing of it
   */
  void remove(String id) throws InterruptedException;
}
