package ai.stt.inference.registry;

import ai.stt.inference.plugin.LoadedPlugin;
import ai.stt.inference.plugin.PluginRefusedException;
import ai.stt.plugin.ModelOffer;
import ai.stt.plugin.PluginContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the running plugins answered when they were last asked for their models. Holds every plugin
 * that it knows. One thread at a time.
 */
final class PluginOffers {
  private static final Logger LOG = LoggerFactory.getLogger(PluginOffers.class);

  private final PluginContext context;
  private final Duration failureRetry;
  private final InstantSource clock;
  private Map<LoadedPlugin, Answer> answers = Map.of();

  private record Answer(List<ModelOffer<?>> offers, @Nullable String refusal, Instant at) {}

  PluginOffers(PluginContext context, Duration failureRetry, InstantSource clock) {
    this.context = context;
    this.failureRetry = failureRetry;
    this.clock = clock;
  }

  /** Whether a plugin that could not answer is to be asked once more. */
  boolean isRetryDue() {
    Instant before = clock.instant().minus(failureRetry);
    return answers.values().stream()
        .anyMatch(answer -> answer.refusal() != null && !answer.at().isAfter(before));
  }

  /**
   * Asks all plugins and takes a hold on those that are new.
   *
   * @return those that are not among them any more, for the caller to release
   */
  List<LoadedPlugin> ask(List<LoadedPlugin> plugins) throws InterruptedException {
    Map<LoadedPlugin, Answer> next = new LinkedHashMap<>();
    for (LoadedPlugin plugin : plugins) {
      if (!answers.containsKey(plugin)) {
        plugin.hold();
      }
      next.put(plugin, ask(plugin));
    }
    List<LoadedPlugin> gone = new ArrayList<>(answers.keySet());
    gone.removeAll(next.keySet());
    answers = next;
    return gone;
  }

  /** Knows no plugin any more; gives those it knew, for the caller to release. */
  List<LoadedPlugin> forget() {
    List<LoadedPlugin> known = List.copyOf(answers.keySet());
    answers = Map.of();
    return known;
  }

  private Answer ask(LoadedPlugin plugin) throws InterruptedException {
    try {
      return new Answer(plugin.offers(context), null, clock.instant());
    } catch (PluginRefusedException e) {
      LOG.warn("Plugin {} offers nothing: {}", plugin.manifest().id(), e.getMessage());
      return new Answer(List.of(), e.getMessage(), clock.instant());
    }
  }

  /** Every offer, in the order of the plugins and of their answers. */
  List<Offered> all(List<Weights> installed) {
    List<Offered> all = new ArrayList<>();
    answers.forEach(
        (plugin, answer) -> {
          for (ModelOffer<?> offer : answer.offers()) {
            String id = offer.descriptor().id();
            List<Weights> weights =
                installed.stream().filter(w -> w.model().descriptor().id().equals(id)).toList();
            all.add(new Offered(plugin, offer, weights));
          }
        });
    return all;
  }

  /** The plugins that could not answer, by id, each with the reason. */
  Map<String, String> refusals() {
    Map<String, String> reasons = new TreeMap<>();
    answers.forEach(
        (plugin, answer) -> {
          if (answer.refusal() != null) {
            reasons.put(plugin.manifest().id(), answer.refusal());
          }
        });
    return reasons;
  }
}
