package ai.stt.inference.plugin;

import ai.stt.inference.plugin.PluginFile.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plugins that are being started, each on a thread of its own, so that one that hangs holds up no
 * other. One thread at a time.
 */
final class PluginStarts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PluginStarts.class);

  private final Duration patience;

  /** How long those that are quick are waited for; the others are asked for again. */
  private final Duration quick;

  private final Map<Version, FutureTask<LoadedPlugin>> tasks = new LinkedHashMap<>();
  private boolean first = true;

  PluginStarts(Duration patience, Duration quick) {
    this.patience = patience;
    this.quick = quick;
  }

  /**
   * Starts those that are not being started yet, forgets all others, and waits a little; the first
   * time until all have started or failed.
   */
  void begin(Collection<Version> versions, Path work) throws InterruptedException {
    tasks
        .entrySet()
        .removeIf(each -> !versions.contains(each.getKey()) && dropped(each.getValue()));
    boolean any = false;
    for (Version version : versions) {
      if (!tasks.containsKey(version)) {
        tasks.put(version, begun(version, work));
        any = true;
      }
    }
    long end = System.nanoTime() + (first ? Long.MAX_VALUE / 2 : quick.toNanos());
    for (FutureTask<LoadedPlugin> task : tasks.values()) {
      if (any) {
        await(task, end);
      }
    }
    first = false;
  }

  private FutureTask<LoadedPlugin> begun(Version version, Path work) {
    var task =
        new FutureTask<>(
            () -> LoadedPlugin.load(version.manifest(), version.copy(), work, patience));
    Thread.ofPlatform().daemon().name("stt-plugin-start").start(task);
    return task;
  }

  private static void await(FutureTask<LoadedPlugin> task, long end) throws InterruptedException {
    try {
      task.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("A plugin has not started", e); // it is told when it is taken
    }
  }

  /**
   * What was begun; null when it has not started yet.
   *
   * @throws PluginRefusedException when it cannot be started
   */
  @Nullable LoadedPlugin take(Version version) throws InterruptedException {
    FutureTask<LoadedPlugin> task = tasks.get(version);
    if (task == null || !task.isDone()) {
      return null;
    }
    tasks.remove(version);
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof PluginRefusedException refused) {
        throw refused;
      }
      throw new PluginRefusedException(
          "it cannot be started: " + Reason.of(e.getCause() == null ? e : e.getCause()));
    }
  }

  /** Whether a start that nobody wants any more is over; what came of it is let go. */
  private static boolean dropped(FutureTask<LoadedPlugin> task) {
    if (task.isDone() && task.state() == FutureTask.State.SUCCESS) {
      task.resultNow().release();
    }
    return task.isDone();
  }

  /** Lets go what has started, and interrupts the rest. */
  @Override
  public void close() {
    tasks.values().removeIf(PluginStarts::dropped);
    tasks.values().forEach(task -> task.cancel(true));
    tasks.clear();
  }
}
