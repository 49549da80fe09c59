package ai.stt.app.text;

import ai.stt.app.model.ChooseModel;
import ai.stt.app.model.Lease;
import ai.stt.app.model.LiveModel;
import ai.stt.app.model.ModelRegistry;
import ai.stt.plugin.Capability;
import ai.stt.plugin.embedding.Embedder;
import ai.stt.plugin.generation.TextGenerator;
import ai.stt.plugin.recognition.EntityRecogniser;
import ai.stt.plugin.understanding.TextAnalyst;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import ai.stt.speech.model.ModelStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The models that work on texts. Thread-safe. */
public final class TextModels {
  /** Texts that are handed over at once; between two hands, others have their turn. */
  private static final int AT_ONCE = 128;

  private static final Logger LOG = LoggerFactory.getLogger(TextModels.class);

  private final ModelRegistry registry;
  private final ChooseModel choose;
  private final TextSettings settings;

  /** The live models, chosen by the settings. */
  public TextModels(ModelRegistry registry, ChooseModel choose, TextSettings settings) {
    this.registry = registry;
    this.choose = choose;
    this.settings = settings;
  }

  /**
   * The id of the model that makes vectors.
   *
   * @param wanted by the caller, null for that of the settings
   * @throws SpeechException as {@link ChooseModel#choose}
   */
  String embedding(@Nullable String wanted) {
    return choose
        .choose(
            Capability.EMBEDDING.id(),
            wanted == null ? settings.embeddingModel() : wanted,
            null,
            false)
        .descriptor()
        .id();
  }

  /** The id of the model that makes vectors for others, when one is there and does not fail. */
  public Optional<String> embedding() {
    return embeddings()
        .filter(TextModels::usable)
        .map(model -> model.descriptor().id())
        .findFirst();
  }

  /** Whether the model that makes vectors for others is installed, though it may fail now. */
  public boolean hasEmbedding() {
    return embeddings().findAny().isPresent();
  }

  private Stream<LiveModel> embeddings() {
    return registry.live().stream()
        .filter(model -> model.capability().equals(Capability.EMBEDDING.id()))
        .filter(model -> model.descriptor().id().equals(settings.embeddingModel()));
  }

  /**
   * The vectors of texts, those of like length together.
   *
   * @param model id of an embedding model
   * @throws InterruptedException when interrupted, within a second or so
   */
  public float[][] vectors(String model, List<String> texts) throws InterruptedException {
    return vectors(model, texts, AT_ONCE);
  }

  private float[][] vectors(String model, List<String> texts, int atOnce)
      throws InterruptedException {
    float[][] vectors = new float[texts.size()][];
    List<Integer> byLength =
        IntStream.range(0, texts.size())
            .boxed()
            .sorted(Comparator.comparingInt(i -> texts.get(i).length()))
            .toList();
    try (Lease<Embedder> lease = registry.lease(Capability.EMBEDDING, model)) {
      for (int from = 0; from < byLength.size(); from += atOnce) {
        List<Integer> places = byLength.subList(from, Math.min(byLength.size(), from + atOnce));
        List<String> some = new ArrayList<>();
        places.forEach(place -> some.add(texts.get(place)));
        float[][] part = lease.model().embed(some);
        for (int i = 0; i < part.length; i++) {
          vectors[places.get(i)] = part[i];
        }
      }
    }
    return vectors;
  }

  /**
   * Vectors for others' use.
   *
   * @param model that made them
   */
  @SuppressWarnings("ArrayRecordComponent") // plain data; equality is never asked for
  public record Made(String model, float[][] vectors) {}

  /** As {@link #vectors}; empty when no model is there or it cannot be loaded. */
  public Optional<Made> vectorsIfAvailable(List<String> texts) throws InterruptedException {
    return vectorsIfAvailable(texts, AT_ONCE);
  }

  /**
   * As {@link #vectorsIfAvailable}, for what nobody waits for: one text after the other, so that
   * those of callers wait for one text at most and have the rest of the processors.
   */
  public Optional<Made> vectorsInBackground(List<String> texts) throws InterruptedException {
    return vectorsIfAvailable(texts, 1);
  }

  private Optional<Made> vectorsIfAvailable(List<String> texts, int atOnce)
      throws InterruptedException {
    Optional<String> model = embedding();
    if (model.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Made(model.get(), vectors(model.get(), texts, atOnce)));
    } catch (SpeechException e) {
      if (e.code() != ErrorCode.MODEL_UNAVAILABLE) {
        throw e;
      }
      LOG.warn("going by words, since there are no vectors: {}", e.getMessage());
      return Optional.empty();
    }
  }

  /** The id of the analyst: that of the settings, else any. */
  String analysis() {
    List<LiveModel> live =
        registry.live().stream()
            .filter(model -> model.capability().equals(Capability.TEXT_ANALYSIS.id()))
            .filter(TextModels::usable)
            .toList();
    return live.stream()
        .map(model -> model.descriptor().id())
        .filter(settings.analysisModel()::equals)
        .findFirst()
        .or(() -> live.stream().map(model -> model.descriptor().id()).findFirst())
        .orElseThrow(
            () ->
                new SpeechException(
                    ErrorCode.MODEL_UNAVAILABLE,
                    "nothing here understands texts; the operator puts the plugin 'extractive' back"
                        + " into the plugins folder"));
  }

  /**
   * The id of the language model that writes: that of the settings when it is there, else the best
   * of several languages that is; empty when none is there or wanted.
   */
  public Optional<String> generation() {
    if (settings.generationModel().isBlank()) {
      return Optional.empty();
    }
    return registry.live().stream()
        .filter(TextModels::usable)
        .filter(model -> model.capability().equals(Capability.TEXT_GENERATION.id()))
        .filter(model -> model.descriptor().id().equals(settings.generationModel()))
        .findFirst()
        .or(() -> choose.best(Capability.TEXT_GENERATION.id()))
        .map(model -> model.descriptor().id());
  }

  /** The model that would write if it were installed; blank when none is wanted. */
  String wantedGeneration() {
    return settings.generationModel();
  }

  Lease<TextGenerator> generator(String model) throws InterruptedException {
    return registry.lease(Capability.TEXT_GENERATION, model);
  }

  /** The id of the model that finds names: the best one that does not fail; empty for none. */
  Optional<String> recognition() {
    return choose
        .best(Capability.ENTITY_RECOGNITION.id())
        .or(
            () ->
                registry.live().stream()
                    .filter(model -> model.capability().equals(Capability.ENTITY_RECOGNITION.id()))
                    .filter(TextModels::usable)
                    .findFirst())
        .map(model -> model.descriptor().id());
  }

  Lease<EntityRecogniser> recogniser(String model) throws InterruptedException {
    return registry.lease(Capability.ENTITY_RECOGNITION, model);
  }

  Lease<TextAnalyst> analyst(String model) throws InterruptedException {
    return registry.lease(Capability.TEXT_ANALYSIS, model);
  }

  private static boolean usable(LiveModel model) {
    return model.status() != ModelStatus.FAILED;
  }
}
