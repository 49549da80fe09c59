package ai.stt.app.model;

import ai.stt.app.catalog.CatalogEntry;
import ai.stt.app.catalog.ModelCatalog;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import ai.stt.speech.model.ModelStatus;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the model that serves a request: the wanted one, or the best installed in its place. */
public final class ChooseModel {
  private final ModelRegistry registry;
  private final ModelCatalog catalog;

  /** A chooser among the live models; the order of the catalog says which is better. */
  public ChooseModel(ModelRegistry registry, ModelCatalog catalog) {
    this.registry = registry;
    this.catalog = catalog;
  }

  /**
   * The model for a request.
   *
   * @param capability the capability's id
   * @param wanted the wanted model's id
   * @param language the code that the model must understand, or null when it is to be detected
   * @param fallback whether another model may serve in place of one that is not installed
   * @throws SpeechException {@code INVALID_REQUEST} naming the live ids when nobody knows the
   *     wanted one or when it does not understand the language, {@code MODEL_UNAVAILABLE} naming
   *     the command that installs it when it is only not installed
   */
  public LiveModel choose(
      String capability, String wanted, @Nullable String language, boolean fallback) {
    List<LiveModel> live =
        registry.live().stream().filter(model -> model.capability().equals(capability)).toList();
    for (LiveModel model : live) {
      if (model.descriptor().id().equals(wanted)) {
        return requireLanguage(model, language);
      }
    }
    registry
        .missingPart(capability, wanted)
        .ifPresent(
            why -> {
              throw new SpeechException(ErrorCode.MODEL_UNAVAILABLE, why);
            });
    if (catalog.find(wanted).filter(e -> e.capability().equals(capability)).isEmpty()) {
      throw new SpeechException(
          ErrorCode.INVALID_REQUEST,
          "model: there is no model '%s'; live models: %s".formatted(printable(wanted), ids(live)));
    }
    if (fallback) {
      var best =
          live.stream().filter(model -> isAtWork(model) && suits(model, language)).min(better());
      if (best.isPresent()) {
        return best.get();
      }
    }
    String sentence =
        "model '%s' is not installed; the operator installs it with: stt models pull %s"
            .formatted(wanted, wanted);
    if (fallback && language == null && live.stream().anyMatch(ChooseModel::isAtWork)) {
      sentence +=
          "; or name the language: the live models (%s) understand one each".formatted(ids(live));
    }
    throw new SpeechException(ErrorCode.MODEL_UNAVAILABLE, sentence);
  }

  /**
   * The best model of a capability that does not fail, by the order of the catalog; of those that
   * understand several languages, since a request may be in any.
   */
  public Optional<LiveModel> best(String capability) {
    return registry.live().stream()
        .filter(model -> model.capability().equals(capability))
        .filter(model -> isAtWork(model) && suits(model, null))
        .min(better());
  }

  private static LiveModel requireLanguage(LiveModel model, @Nullable String language) {
    if (language != null && !model.descriptor().languages().contains(language)) {
      throw new SpeechException(
          ErrorCode.INVALID_REQUEST,
          "language: model '%s' does not understand '%s'; it understands %s"
              .formatted(
                  model.descriptor().id(),
                  language,
                  String.join(", ", model.descriptor().languages())));
    }
    return model;
  }

  private static boolean isAtWork(LiveModel model) {
    return model.status() != ModelStatus.FAILED;
  }

  /** An unknown language may be any, so only a model of several languages suits. */
  private static boolean suits(LiveModel model, @Nullable String language) {
    List<String> languages = model.descriptor().languages();
    return language == null ? languages.size() > 1 : languages.contains(language);
  }

  private Comparator<LiveModel> better() {
    List<String> order = catalog.entries().stream().map(CatalogEntry::id).toList();
    return Comparator.comparingInt(
        model -> {
          int at = order.indexOf(model.descriptor().id());
          return at < 0 ? order.size() : at;
        });
  }

  private static String ids(List<LiveModel> live) {
    return live.isEmpty()
        ? "none"
        : live.stream().map(model -> model.descriptor().id()).collect(Collectors.joining(", "));
  }

  private static String printable(String text) {
    String clean = text.replaceAll("[^\\p{L}\\p{N} ._-]", "?");
    return clean.length() <= 100 ? clean : clean.substring(0, 100) + "...";
  }
}
