package ai.stt.inference.catalog;

import ai.stt.app.catalog.CatalogEntry;
import ai.stt.app.catalog.FetchListener;
import ai.stt.inference.catalog.convert.GlinerFolder;
import ai.stt.inference.catalog.convert.WhisperConverter;
import ai.stt.inference.catalog.convert.WhisperGgml;
import ai.stt.inference.catalog.fetch.Folders;
import ai.stt.inference.catalog.fetch.VerifiedCopy;
import ai.stt.inference.gguf.GgufHeader;
import ai.stt.inference.tensor.UnreadableFileException;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import ai.stt.speech.model.ModelDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Weights of a user's, copied or converted into a folder of the store's work, but not yet
 * installed.
 *
 * @param folder holds the copy; deleted when closed
 * @param weights the copy, a ggml, GGUF or ONNX file
 * @param says what it says about itself
 * @param sha256 of the copy
 * @param name the source's file name
 */
record ModelImport(Path folder, Path weights, ImportedWeights says, String sha256, String name)
    implements AutoCloseable {
  private static final String PREFIX = "+import-";
  private static final Pattern FOLDER = Pattern.compile("\\+import-(\\d{1,18})-.*");
  private static final List<String> NAMES_THAT_SAY_NOTHING =
      List.of("model", "ggml-model", "pytorch_model", "whisper", "weights");

  /**
   * Copies or converts the source.
   *
   * @param work the folder of the store's work
   * @throws SpeechException {@code INVALID_REQUEST} saying why the source cannot be used
   */
  static ModelImport stage(Path source, Path work, FetchListener listener) throws IOException {
    removeLeftovers(work);
    String name = Optional.ofNullable(source.getFileName()).map(Path::toString).orElse("");
    Path folder = Files.createTempDirectory(work, PREFIX + ProcessHandle.current().pid() + "-");
    try {
      Path weights = folder.resolve("weights");
      ImportedWeights says = copy(source, folder, weights, listener);
      String sha256 = VerifiedCopy.sha256(weights, listener);
      return new ModelImport(folder, weights, says, sha256, name);
    } catch (UnreadableFileException e) {
      Folders.delete(folder);
      throw refused(name, e.reason(), e);
    } catch (Throwable t) {
      Folders.delete(folder);
      throw t;
    }
  }

  private static ImportedWeights copy(
      Path source, Path folder, Path weights, FetchListener listener) throws IOException {
    if (Files.isDirectory(source)) {
      if (GlinerFolder.handles(source)) {
        DiskSpace.require(folder, GlinerFolder.size(source));
        return ImportedWeights.gliner(GlinerFolder.pack(source, weights, listener));
      }
      if (!WhisperConverter.handles(source)) {
        throw new UnreadableFileException(
            "the folder has no model.bin of faster-whisper, no config.json and model.safetensors of transformers, and no gliner_config.json");
      }
      DiskSpace.require(folder, WhisperConverter.size(source));
      return ImportedWeights.of(WhisperConverter.convert(source, weights, listener));
    }
    if (!Files.isRegularFile(source) || !Files.isReadable(source)) {
      throw new UnreadableFileException("there is no such file or folder that can be read");
    }
    long size = Files.size(source);
    ImportedWeights says =
        GgufHeader.isGguf(source)
            ? ImportedWeights.of(GgufHeader.read(source), size)
            : ImportedWeights.of(WhisperGgml.read(source));
    DiskSpace.require(folder, size);
    VerifiedCopy.plain(source, weights, listener);
    return says;
  }

  /**
   * What {@code model.json} will say.
   *
   * @param wantedId the user's choice, or null
   * @throws SpeechException {@code INVALID_REQUEST} when the wanted id is the catalog's for other
   *     weights
   */
  StoredModel describe(@Nullable String wantedId, List<CatalogEntry> catalog) throws IOException {
    Optional<CatalogEntry> known =
        catalog.stream().filter(entry -> entry.sha256().equals(sha256)).findFirst();
    if (known.isPresent() && (wantedId == null || wantedId.equals(known.get().id()))) {
      return StoredModel.of(known.get());
    }
    String id = wantedId != null ? wantedId : ownId();
    boolean taken = catalog.stream().anyMatch(entry -> entry.id().equals(id));
    if (taken && wantedId != null) {
      throw refused(name, "'%s' is the catalog's id of other weights".formatted(id), null);
    }
    String free = taken ? id + "-imported" : id;
    return new StoredModel(
        new ModelDescriptor(
            free, says.title() + free, says.description(), says.languages(), says.speed()),
        says.family(),
        says.format(),
        StoredModel.fileName(says.format(), free),
        Files.size(weights),
        sha256,
        known.map(CatalogEntry::licence).orElse(says.licence()));
  }

  private String ownId() {
    String stem = name.replaceFirst("\\.(bin|ggml|gguf)$", "").replaceFirst("^ggml-", "");
    boolean telling = ModelDescriptor.isId(stem) && !NAMES_THAT_SAY_NOTHING.contains(stem);
    return telling ? stem : says.ownId();
  }

  /** Folders of processes that were killed. */
  private static void removeLeftovers(Path work) throws IOException {
    try (Stream<Path> all = Files.list(work)) {
      for (Path folder : all.toList()) {
        Matcher own = FOLDER.matcher(folder.getFileName().toString());
        if (own.matches() && ProcessHandle.of(Long.parseLong(own.group(1))).isEmpty()) {
          Folders.delete(folder);
        }
      }
    }
  }

  private static SpeechException refused(String name, String why, @Nullable Exception cause) {
    return new SpeechException(
        ErrorCode.INVALID_REQUEST,
        "'%s' cannot be imported because %s.".formatted(name, why),
        cause);
  }

  @Override
  public void close() {
    Folders.delete(folder);
  }
}
