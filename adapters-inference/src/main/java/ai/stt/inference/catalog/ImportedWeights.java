package ai.stt.inference.catalog;

import ai.stt.inference.catalog.convert.WhisperShape;
import ai.stt.inference.gguf.GgufHeader;
import ai.stt.inference.tensor.UnreadableFileException;
import ai.stt.speech.model.ModelDescriptor;
import ai.stt.speech.model.Speed;
import java.util.List;
import java.util.Locale;

/**
 * What a user's weights say about themselves.
 *
 * @param family the plugin family that runs them
 * @param format the file format
 * @param ownId the id when the file's name says nothing
 * @param title in front of the id, for people
 * @param licence as the file says, {@code unknown} when it says nothing
 */
record ImportedWeights(
    String family,
    String format,
    String ownId,
    String title,
    String description,
    List<String> languages,
    Speed speed,
    String licence) {
  static final String CHAT_FAMILY = "gguf-chat";
  private static final long SMALL_BYTES = 600L << 20;
  private static final long LARGE_BYTES = 3L << 30;

  /** Whisper weights. */
  static ImportedWeights of(WhisperShape shape) {
    return new ImportedWeights(
        "whisper",
        "ggml",
        shape.modelId(),
        "Whisper ",
        "Imported weights of the size %s, %s."
            .formatted(shape.sizeName(), shape.multilingual() ? "multilingual" : "English only"),
        shape.multilingual() ? CatalogReader.whisperLanguages(shape.languages()) : List.of("en"),
        speed(shape.sizeName()),
        "unknown");
  }

  /**
   * A language model.
   *
   * @throws UnreadableFileException when it is not made for conversations
   */
  static ImportedWeights of(GgufHeader header, long sizeBytes) throws UnreadableFileException {
    if (header.chatTemplate().isBlank()) {
      throw new UnreadableFileException(
          "the file has no chat template, so the model is not made for conversations");
    }
    String name = header.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-");
    String id = name.replaceAll("^[^a-z0-9]+", "");
    return new ImportedWeights(
        CHAT_FAMILY,
        "gguf",
        ModelDescriptor.isId(id) ? id : "chat-model",
        "",
        "Imported language model (%s).".formatted(header.architecture()),
        header.languages().isEmpty() ? List.of("en") : header.languages(),
        sizeBytes < SMALL_BYTES
            ? Speed.VERY_FAST
            : sizeBytes < LARGE_BYTES ? Speed.FAST : Speed.STANDARD,
        header.licence().isBlank() ? "unknown" : header.licence());
  }

  /**
   * A GLiNER, which finds names.
   *
   * @param manyLanguages whether its encoder was made for them; named are those that the hub's
   *     models for personal data were trained on
   */
  static ImportedWeights gliner(boolean manyLanguages) {
    return new ImportedWeights(
        "gliner",
        "onnx",
        "gliner",
        "GLiNER ",
        "Imported recogniser of names.",
        manyLanguages ? List.of("en", "de", "es", "fr", "it", "pt") : List.of("en"),
        Speed.FAST,
        "unknown");
  }

  private static Speed speed(String size) {
    if (size.startsWith("large") && !size.endsWith("turbo")) {
      return Speed.STANDARD;
    }
    return size.startsWith("large") || size.contains("medium") ? Speed.FAST : Speed.VERY_FAST;
  }
}
