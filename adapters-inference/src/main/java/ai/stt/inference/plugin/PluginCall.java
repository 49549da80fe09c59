package ai.stt.inference.plugin;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Calls into a plugin that may throw anything or never come back. */
final class PluginCall {
  private final ClassLoader loader;
  private final Duration patience;

  /** In a call that was given up. */
  private volatile @Nullable Thread lost;

  /**
   * Calls into one plugin.
   *
   * @param patience how long a call may take before the host goes on without it
   */
  PluginCall(ClassLoader loader, Duration patience) {
    this.loader = loader;
    this.patience = patience;
  }

  /** Whether a call that was given up has not come back. */
  boolean isLost() {
    Thread before = lost;
    return before != null && before.isAlive();
  }

  /**
   * Runs the call on a daemon thread of its own whose context class loader is the plugin's.
   *
   * @param what names the call in the refusal, such as {@code offers()}
   * @throws PluginRefusedException when it throws or takes too long, and when a call before did and
   *     has not come back: a plugin that loops keeps one thread busy, not one more at every try
   */
  <T> T run(String what, Callable<T> call) throws InterruptedException {
    if (isLost()) {
      throw new PluginRefusedException(
          "%s is not called, since a call before has not come back".formatted(what));
    }
    var task = new FutureTask<>(call);
    Thread thread = Thread.ofPlatform().daemon().name("stt-plugin-call").unstarted(task);
    thread.setContextClassLoader(loader);
    thread.start();
    try {
      return task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof PluginRefusedException refused) {
        throw refused;
      }
      throw new PluginRefusedException(
          "%s failed: %s".formatted(what, Reason.of(cause == null ? e : cause)));
    } catch (TimeoutException e) {
      lost = thread;
      task.cancel(true);
      throw new PluginRefusedException(
          "%s did not come back within %d ms".formatted(what, patience.toMillis()));
    }
  }
}
