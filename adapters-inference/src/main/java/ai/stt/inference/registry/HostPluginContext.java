package ai.stt.inference.registry;

import ai.stt.inference.plugin.Reason;
import ai.stt.plugin.InstalledModel;
import ai.stt.plugin.PluginContext;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lends the host's engines and tells the installed weights. Thread-safe. */
public final class HostPluginContext implements PluginContext {
  private final Map<Class<?>, Engine> engines;
  private final Supplier<List<InstalledModel>> installed;

  /**
   * A context for all plugins.
   *
   * @param engines how each engine is made, by the interface it is lent as; called at its first
   *     use, and again after it has failed
   * @param installed the weights in the model store, as of now
   */
  public HostPluginContext(
      Map<Class<?>, Supplier<?>> engines, Supplier<List<InstalledModel>> installed) {
    this.engines =
        engines.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey, entry -> new Engine(entry.getValue())));
    this.installed = installed;
  }

  @Override
  public <E> E engine(Class<E> type) {
    Engine engine = engines.get(type);
    if (engine == null) {
      throw new IllegalStateException(
          "this server has no engine %s; it needs a newer server".formatted(type.getSimpleName()));
    }
    return type.cast(engine.get(type));
  }

  /** Lets every engine be made anew at its next use; models that have one keep it. */
  public void renew() {
    engines.values().forEach(Engine::forget);
  }

  @Override
  public List<InstalledModel> installedModels(String family) {
    return installed.get().stream().filter(model -> model.family().equals(family)).toList();
  }

  /** An engine that is made once. Only the host's own code runs under the lock. */
  private static final class Engine {
    private final Supplier<?> maker;
    private @Nullable Object made;

    Engine(Supplier<?> maker) {
      this.maker = maker;
    }

    synchronized void forget() {
      made = null;
    }

    synchronized Object get(Class<?> type) {
      if (made == null) {
        made = make(type);
      }
      return made;
    }

    /** Threads that an engine starts must not inherit the class loader of the plugin that asks. */
    private Object make(Class<?> type) {
      Thread thread = Thread.currentThread();
      ClassLoader asking = thread.getContextClassLoader();
      thread.setContextClassLoader(HostPluginContext.class.getClassLoader());
      try {
        return maker.get();
      } catch (RuntimeException | LinkageError e) {
        throw new IllegalStateException(
            "the engine %s cannot run here: %s".formatted(type.getSimpleName(), Reason.of(e)), e);
      } finally {
        thread.setContextClassLoader(asking);
      }
    }
  }
}
