package ai.stt.inference.registry;

import ai.stt.inference.plugin.LoadedPlugin;
import ai.stt.inference.plugin.PluginRefusedException;
import ai.stt.plugin.ModelOffer;
import ai.stt.plugin.PluginContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the running plugins answered when they were last asked for their models. Holds every plugin
 * that it knows. One thread at a time.
 */
final class PluginOffers {
  private static final Logger LOG = LoggerFactory.getLogger(PluginOffers.class);

  /** For those that answer at once; the others are listened to later. */
  private static final Duration QUICK = Duration.ofMillis(300);

  private final PluginContext context;
  private final ModelPlace place;
  private final Duration failureRetry;
  private final InstantSource clock;
  private final Map<LoadedPlugin, Question> asked = new HashMap<>();
  private Map<LoadedPlugin, Answer> answers = Map.of();
  private boolean first = true;

  /**
   * A plugin is being asked.
   *
   * @param installed in the model store when it began
   */
  private record Question(FutureTask<Answer> task, List<Weights> installed) {}

  private record Answer(List<ModelOffer<?>> offers, @Nullable String refusal, Instant at) {}

  PluginOffers(
      PluginContext context, ModelPlace place, Duration failureRetry, InstantSource clock) {
    this.context = context;
    this.place = place;
    this.failureRetry = failureRetry;
    this.clock = clock;
  }

  /** Whether a plugin that could not answer is to be asked once more, or has answered late. */
  boolean isRetryDue() {
    if (asked.values().stream().anyMatch(question -> question.task().isDone())) {
      return true;
    }
    return answers.values().stream().anyMatch(this::isRetryDue);
  }

  private boolean isRetryDue(@Nullable Answer answer) {
    return answer == null
        || (answer.refusal() != null && !answer.at().isAfter(clock.instant().minus(failureRetry)));
  }

  /**
   * Asks plugins, side by side, and takes a hold on those that are new. The first time it waits for
   * all of them; later one that takes long keeps the answer it gave before, and is listened to the
   * next time, and asked again when other weights were installed meanwhile.
   *
   * @param installed the weights in the model store
   * @param all whether to ask also those that have answered
   * @return those that are not among them any more, for the caller to release
   */
  List<LoadedPlugin> ask(List<LoadedPlugin> plugins, List<Weights> installed, boolean all)
      throws InterruptedException {
    Map<LoadedPlugin, Answer> next = new LinkedHashMap<>();
    asked.keySet().retainAll(plugins);
    for (LoadedPlugin plugin : plugins) {
      if (!answers.containsKey(plugin)) {
        plugin.hold();
      }
      if (all || isRetryDue(answers.get(plugin))) {
        asked.computeIfAbsent(plugin, each -> begin(each, installed));
      }
    }
    long end = System.nanoTime() + (first ? Long.MAX_VALUE / 2 : QUICK.toNanos());
    first = false;
    var none = new Answer(List.of(), null, clock.instant());
    for (LoadedPlugin plugin : plugins) {
      Question question = asked.get(plugin);
      Answer answer = question == null ? null : await(question.task(), end);
      if (question != null && answer != null) {
        asked.remove(plugin);
        if (!question.installed().equals(installed)) {
          asked.put(plugin, begin(plugin, installed));
        }
      }
      next.put(plugin, answer != null ? answer : answers.getOrDefault(plugin, none));
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

  private Question begin(LoadedPlugin plugin, List<Weights> installed) {
    plugin.hold(); // as long as it runs
    var task =
        new FutureTask<>(
            () -> {
              try {
                return ask(plugin);
              } finally {
                plugin.release();
              }
            });
    Thread.ofPlatform().daemon().name("stt-plugin-offers").start(task);
    return new Question(task, installed);
  }

  /** The answer; null when there is none yet. */
  private static @Nullable Answer await(FutureTask<Answer> task, long end)
      throws InterruptedException {
    try {
      return task.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return null;
    } catch (ExecutionException e) {
      throw new IllegalStateException("asking for offers failed", e);
    }
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
            all.add(new Offered(plugin, place.offer(plugin, offer), weights));
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
