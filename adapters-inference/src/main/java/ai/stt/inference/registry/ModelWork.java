package ai.stt.inference.registry;

import ai.stt.inference.plugin.Reason;
import ai.stt.plugin.Model;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loading and closing models: code of plugins, which may throw anything and take any time, so each
 * runs on a daemon thread of its own whose context class loader is the plugin's.
 */
final class ModelWork {
  private static final Logger LOG = LoggerFactory.getLogger(ModelWork.class);

  private ModelWork() {}

  /** Is told either the model or the reason why there is none. */
  interface Done {
    void accept(ModelLoad load, @Nullable Model model, @Nullable String reason);
  }

  /** Loads the model; the plugin is held meanwhile. */
  static void load(Offered offered, ModelLoad load, RunningCalls calls, Done done) {
    offered.plugin().hold();
    start(
        "stt-model-load-",
        offered,
        () -> {
          load.runsOn(Thread.currentThread());
          try {
            loadNow(offered, load, calls, done);
          } finally {
            offered.plugin().release();
          }
        });
  }

  /** Says that a load was given up. */
  static void tellOfLoss(Offered offered, String reason) {
    LOG.error("Model {} was given up: {}", offered.modelId(), reason);
  }

  private static void loadNow(Offered offered, ModelLoad load, RunningCalls calls, Done done) {
    long startedAt = System.nanoTime();
    Model loaded = null;
    String reason = null;
    try {
      calls.device().awaitLeaving(); // what it takes the place of
      long estimate = offered.offer().memoryBytes();
      loaded =
          calls
              .device()
              .measured(load, estimate, calls::quiet, () -> loadWithRoom(offered, load, calls));
      reason = whyUnfit(offered, loaded);
    } catch (Throwable e) {
      reason = Reason.of(e);
      LOG.warn("Model {} failed to load", offered.modelId(), e);
    }
    if (reason == null) {
      long millis = Duration.ofNanos(System.nanoTime() - startedAt).toMillis();
      LOG.info("Model {} is loaded after {} ms", offered.modelId(), millis);
      done.accept(load, loaded, null);
    } else {
      if (loaded != null) {
        closeNow(offered, loaded);
      }
      done.accept(load, null, reason);
    }
  }

  /** Loads; when the device is full, once more without all that is idle there. */
  private static Model loadWithRoom(Offered offered, ModelLoad load, RunningCalls calls)
      throws Exception {
    calls.device().requireUsable();
    try {
      return offered.offer().loader().load();
    } catch (Exception | Error e) {
      DeviceFault fault = load.full().judged(calls.device().judged(DeviceFault.of(e)));
      if (fault == DeviceFault.LOST) {
        calls.device().lost(Reason.of(e));
      }
      if (fault == DeviceFault.OUT_OF_MEMORY) {
        load.full().met();
      }
      boolean again =
          fault == DeviceFault.LOST
              || (fault == DeviceFault.OUT_OF_MEMORY && calls.device().relieve());
      if (!again) {
        throw e;
      }
      LOG.warn("Model {} is loaded again: {}", offered.modelId(), Reason.of(e));
      calls.device().requireUsable();
      return offered.offer().loader().load();
    }
  }

  private static @Nullable String whyUnfit(Offered offered, @Nullable Model loaded) {
    if (loaded == null) {
      return "its plugin loaded nothing";
    }
    Class<?> type = offered.offer().capability().type();
    return type.isInstance(loaded)
        ? null
        : "its plugin loaded something that is no " + type.getSimpleName();
  }

  /** Closes a model, then releases one hold on its plugin. */
  static void close(Offered offered, HeldModel held) {
    start(
        "stt-model-close-",
        offered,
        () -> {
          closeNow(offered, held.model());
          held.closed().complete(null);
          offered.plugin().release();
        });
  }

  private static void closeNow(Offered offered, Model model) {
    try {
      model.close();
      LOG.info("Model {} is freed", offered.modelId());
    } catch (Throwable e) {
      LOG.warn("Model {} failed to close", offered.modelId(), e);
    }
  }

  private static void start(String name, Offered offered, Runnable work) {
    Thread thread = Thread.ofPlatform().daemon().name(name + offered.modelId()).unstarted(work);
    thread.setContextClassLoader(offered.plugin().loader());
    thread.start();
  }
}
