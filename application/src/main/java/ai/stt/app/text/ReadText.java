package ai.stt.app.text;

import ai.stt.app.model.Lease;
import ai.stt.plugin.understanding.Outline;
import ai.stt.plugin.understanding.Sentence;
import ai.stt.plugin.understanding.SourceText;
import ai.stt.plugin.understanding.TextAnalyst;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Has a text read: the analyst finds its sentences, the embedder tells what those that stand for
 * all of them mean. However long the text is, no more than {@value #MOST_VECTORS} vectors are made.
 * Thread-safe.
 */
public final class ReadText {
  private static final int MOST_VECTORS = 256;

  private final TextModels models;

  /** Reads with these models. */
  public ReadText(TextModels models) {
    this.models = models;
  }

  /**
   * Who answered.
   *
   * @param model id of the model that chose the answer
   * @param embeddingModel id of the model whose vectors it went by, null when it went by words
   */
  public record By(String model, @Nullable String embeddingModel) {}

  /** What is done with a text that has been read. */
  @FunctionalInterface
  interface Use<T> {
    T of(Reading reading, By by);
  }

  /** What is done with a text whose sentences need not be compared. */
  @FunctionalInterface
  interface Look<T> {
    T of(TextAnalyst analyst, By by);
  }

  <T> T read(SourceText source, Use<T> use) throws InterruptedException {
    String model = models.analysis();
    try (Lease<TextAnalyst> lease = models.analyst(model)) {
      Outline outline = lease.model().outline(source, MOST_VECTORS);
      Optional<TextModels.Made> made = models.vectorsIfAvailable(outline.chosenTexts(source));
      float[][] vectors = made.map(TextModels.Made::vectors).orElseGet(() -> new float[0][]);
      var reading = new Reading(lease.model(), source, outline, vectors);
      return use.of(reading, new By(model, made.map(TextModels.Made::model).orElse(null)));
    }
  }

  /** The sentences of a text; without an analyst, what its speakers say without a break. */
  List<Sentence> sentences(SourceText source) throws InterruptedException {
    try {
      return look((analyst, by) -> analyst.outline(source, 1).sentences());
    } catch (SpeechException e) {
      if (e.code() != ErrorCode.MODEL_UNAVAILABLE) {
        throw e;
      }
      return source.parts().stream()
          .map(part -> new Sentence(part.start(), part.end(), part.speaker(), part.seconds()))
          .filter(part -> !part.in(source).isBlank())
          .toList();
    }
  }

  <T> T look(Look<T> look) throws InterruptedException {
    String model = models.analysis();
    try (Lease<TextAnalyst> lease = models.analyst(model)) {
      return look.of(lease.model(), new By(model, null));
    }
  }
}
