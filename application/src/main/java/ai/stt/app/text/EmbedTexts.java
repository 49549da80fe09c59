package ai.stt.app.text;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns texts into vectors. Thread-safe. */
public final class EmbedTexts {
  /** The most texts of one request. */
  public static final int MOST = 2048;

  private final TextModels models;

  /** Vectors of these models. */
  public EmbedTexts(TextModels models) {
    this.models = models;
  }

  /**
   * What came of it.
   *
   * @param vectors one for each text, of unit length
   * @param model id of the model
   */
  @SuppressWarnings("ArrayRecordComponent") // plain data; equality is never asked for
  public record Embeddings(float[][] vectors, String model) {}

  /**
   * Checks a wish; quick.
   *
   * @throws SpeechException {@code INVALID_REQUEST}
   */
  public static void check(List<String> texts) {
    if (texts.isEmpty() || texts.size() > MOST) {
      throw new SpeechException(
          ErrorCode.INVALID_REQUEST, "texts: send 1 to %d texts".formatted(MOST));
    }
    for (int i = 0; i < texts.size(); i++) {
      if (SpokenText.saysNothing(texts.get(i))) {
        throw new SpeechException(ErrorCode.INVALID_REQUEST, "texts[%d]: empty".formatted(i));
      }
    }
  }

  /**
   * Makes the vectors.
   *
   * @param model the wanted model's id, null for the default one
   * @throws SpeechException {@code INVALID_REQUEST}, {@code MODEL_UNAVAILABLE} naming the command
   *     that installs the model
   */
  public Embeddings embed(List<String> texts, @Nullable String model) throws InterruptedException {
    check(texts);
    String chosen = models.embedding(model);
    return new Embeddings(models.vectors(chosen, texts), chosen);
  }
}
