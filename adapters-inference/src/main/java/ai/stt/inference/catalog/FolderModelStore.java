package ai.stt.inference.catalog;

import ai.stt.app.catalog.CatalogEntry;
import ai.stt.app.catalog.FetchListener;
import ai.stt.app.catalog.ModelCatalog;
import ai.stt.app.catalog.ModelStore;
import ai.stt.inference.catalog.fetch.Folders;
import ai.stt.inference.catalog.fetch.HttpDownload;
import ai.stt.inference.catalog.fetch.InstallLock;
import ai.stt.inference.catalog.fetch.Reach;
import ai.stt.inference.catalog.fetch.VerifiedCopy;
import ai.stt.plugin.InstalledModel;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import ai.stt.speech.model.ModelDescriptor;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model store in a folder: {@code models/ID/} holds the weights and {@code model.json}, and gets
 * its name only when both are whole and on the disk. Work in progress lies in {@code models/.work},
 * locks in {@code models/.locks}. Thread-safe, and safe beside other processes.
 */
public final class FolderModelStore implements ModelStore {
  private static final Logger LOG = LoggerFactory.getLogger(FolderModelStore.class);

  private final Path models;
  private final ModelCatalog catalog;
  private final ModelSources sources;

  /** The store of a home folder, made when absent. */
  public FolderModelStore(Path home, ModelCatalog catalog) {
    this(home, catalog, Reach.everywhere());
  }

  /** The store of a home folder whose models come from where this machine may ask. */
  public FolderModelStore(Path home, ModelCatalog catalog, Reach reach) {
    this(home, catalog, new ModelSources(new HttpDownload(), reach));
  }

  FolderModelStore(Path home, ModelCatalog catalog, ModelSources sources) {
    this.models = home.toAbsolutePath().normalize().resolve("models");
    this.catalog = catalog;
    this.sources = sources;
  }

  @Override
  public List<CatalogEntry> entries() {
    return catalog.entries();
  }

  @Override
  public List<String> problems() {
    return catalog.problems();
  }

  @Override
  public List<InstalledModel> installed() {
    return folders().stream().flatMap(folder -> read(folder).stream()).toList();
  }

  @Override
  public Optional<InstalledModel> findInstalled(String id) {
    return ModelDescriptor.isId(id) ? read(models.resolve(id)) : Optional.empty();
  }

  @Override
  public long revision() {
    long revision = 1;
    for (Path folder : folders()) {
      long changed = folder.resolve(StoredModel.FILE_NAME).toFile().lastModified();
      revision = 31 * (31 * revision + folder.getFileName().hashCode()) + changed;
    }
    return revision;
  }

  @Override
  public InstalledModel pull(String id, boolean noticeAccepted, FetchListener listener)
      throws InterruptedException {
    CatalogEntry entry = catalog.find(id).orElseThrow(() -> unknown(id));
    String notice = entry.licenceNotice();
    if (notice != null && !noticeAccepted) {
      throw new SpeechException(
          ErrorCode.FORBIDDEN,
          "The licence of '%s' has to be accepted first: %s".formatted(id, notice));
    }
    try (var _ = lock(id, listener)) {
      Optional<InstalledModel> already = findInstalled(id);
      if (already.isPresent()) {
        return already.get();
      }
      Path work = Files.createDirectories(work(id));
      Path weights = sources.fetch(entry, work, listener);
      return publish(StoredModel.of(entry), weights, work);
    } catch (IOException e) {
      throw diskFailed(e);
    }
  }

  @Override
  public InstalledModel importFrom(Path source, @Nullable String id, FetchListener listener)
      throws InterruptedException {
    if (id != null && !ModelDescriptor.isId(id)) {
      throw notAnId();
    }
    try (var staged = ModelImport.stage(source, Files.createDirectories(work("")), listener)) {
      StoredModel model = staged.describe(id, catalog.entries());
      try (var _ = lock(model.descriptor().id(), listener)) {
        Optional<StoredModel> same = stored(models.resolve(model.descriptor().id()));
        if (same.isEmpty()) {
          return publish(model, staged.weights(), staged.folder());
        }
        if (same.get().sha256().equals(model.sha256())) {
          return same.get().installedIn(models.resolve(model.descriptor().id()));
        }
        throw new SpeechException(
            ErrorCode.INVALID_REQUEST,
            "Another model is installed as '%s'; remove that one or give this one another id."
                .formatted(model.descriptor().id()));
      }
    } catch (IOException e) {
      throw diskFailed(e);
    }
  }

  @Override
  public boolean verify(String id, FetchListener listener) {
    if (!ModelDescriptor.isId(id)) {
      throw notAnId();
    }
    Path folder = models.resolve(id);
    StoredModel model = stored(folder).orElseThrow(() -> notInstalled(id));
    try {
      return VerifiedCopy.sha256(folder.resolve(model.file()), listener).equals(model.sha256());
    } catch (IOException e) {
      throw new SpeechException(
          ErrorCode.DEPENDENCY_FAILED, "The model '%s' could not be read.".formatted(id), e);
    }
  }

  @Override
  public void remove(String id) throws InterruptedException {
    if (!ModelDescriptor.isId(id)) {
      throw notAnId();
    }
    Path folder = models.resolve(id);
    try (var _ = lock(id, FetchListener.none())) {
      if (!Files.exists(folder) && !Files.exists(work(id))) {
        throw notInstalled(id);
      }
      setAside(folder, Files.createDirectories(work(id)));
      Folders.delete(work(id));
    } catch (IOException e) {
      throw diskFailed(e);
    }
  }

  /** Gives the weights their place; the work folder goes. */
  private InstalledModel publish(StoredModel model, Path weights, Path work) throws IOException {
    Path target = models.resolve(model.descriptor().id());
    Path complete = Folders.fresh(work.resolve("complete"));
    Folders.publish(weights, complete.resolve(model.file()));
    model.write(complete);
    Folders.sync(complete.resolve(model.file()));
    Folders.sync(complete.resolve(StoredModel.FILE_NAME));
    setAside(target, work);
    Folders.publish(complete, target);
    Folders.syncFolder(models);
    Folders.delete(work);
    return model.installedIn(target);
  }

  /** Takes a model's folder out of sight in one step, before its files are deleted one by one. */
  private static void setAside(Path folder, Path work) throws IOException {
    if (Files.exists(folder)) {
      Path aside = work.resolve("aside");
      Folders.delete(aside);
      Folders.publish(folder, aside);
    }
  }

  private List<Path> folders() {
    try (Stream<Path> all = Files.list(models)) {
      return all.filter(folder -> ModelDescriptor.isId(folder.getFileName().toString()))
          .sorted()
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<InstalledModel> read(Path folder) {
    return stored(folder).map(model -> model.installedIn(folder));
  }

  private static Optional<StoredModel> stored(Path folder) {
    try {
      StoredModel model = StoredModel.read(folder);
      boolean named = model.descriptor().id().equals(folder.getFileName().toString());
      if (named && model.complete(folder)) {
        return Optional.of(model);
      }
      LOG.warn("the folder {} of the model store is not complete; it is ignored", folder);
    } catch (NoSuchFileException | FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      LOG.warn("the folder {} of the model store cannot be read; it is ignored", folder, e);
    }
    return Optional.empty();
  }

  private InstallLock lock(String id, FetchListener listener)
      throws IOException, InterruptedException {
    return InstallLock.take(models.resolve(".locks").resolve(id), listener);
  }

  private Path work(String id) {
    return models.resolve(".work").resolve(id);
  }

  private SpeechException unknown(String id) {
    String known = String.join(", ", entries().stream().map(CatalogEntry::id).toList());
    return new SpeechException(
        ErrorCode.INVALID_REQUEST,
        "There is no model '%s' in the catalog; there are: %s."
            .formatted(ModelDescriptor.isId(id) ? id : "?", known));
  }

  private static SpeechException notInstalled(String id) {
    return new SpeechException(
        ErrorCode.NOT_FOUND, "The model '%s' is not installed.".formatted(id));
  }

  private static SpeechException notAnId() {
    return new SpeechException(
        ErrorCode.INVALID_REQUEST,
        "A model's id is made of letters, digits, dots, dashes and underscores, at most 100.");
  }

  private static SpeechException diskFailed(IOException e) {
    return new SpeechException(
        ErrorCode.DEPENDENCY_FAILED,
        "The model store could not be written; check its disk and its rights.",
        e);
  }
}
