package ai.stt.inference.worker;

import ai.stt.app.operation.DeviceHealth;
import ai.stt.inference.plugin.LoadedPlugin;
import ai.stt.inference.registry.HostPluginContext;
import ai.stt.inference.wire.Connection;
import ai.stt.plugin.InstalledModel;
import ai.stt.plugin.Model;
import ai.stt.plugin.ModelOffer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The models of this process. A plugin is loaded with the first of its models and unloaded with the
 * last. Thread-safe.
 */
final class WorkerModels implements WorkerService {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Connection connection;
  private final BiFunction<byte[], DeviceHealth, Map<Class<?>, Supplier<?>>> engines;
  private final DeviceHealth health = new DeviceHealth();
  private final Map<Path, Shared> plugins = new HashMap<>();
  private volatile List<InstalledModel> installed = List.of();
  private volatile @Nullable HostPluginContext context;

  /** A plugin and how many use it. */
  private static final class Shared {
    private final LoadedPlugin plugin;
    private int users;

    Shared(LoadedPlugin plugin) {
      this.plugin = plugin;
    }
  }

  WorkerModels(
      Connection connection, BiFunction<byte[], DeviceHealth, Map<Class<?>, Supplier<?>>> engines) {
    this.connection = connection;
    this.engines = engines;
  }

  @Override
  public void begin(byte[] settings) {
    context = new HostPluginContext(engines.apply(settings, health), () -> installed);
  }

  @Override
  public void loseGpu(String reason) {
    if (health.lose(reason)) {
      context().renew();
    }
  }

  @Override
  public long load(LoadOrder order) throws Exception {
    installed = order.installed();
    LoadedPlugin plugin = take(order);
    try {
      ModelOffer<?> offer = find(order, plugin);
      Model model = loaded(plugin, offer);
      return connection.lend(released(order.content(), model, offer), offer.capability().type());
    } catch (Exception | Error e) {
      release(order.content());
      throw e;
    }
  }

  private ModelOffer<?> find(LoadOrder order, LoadedPlugin plugin) throws InterruptedException {
    synchronized (plugin) { // which answers one thread at a time
      for (ModelOffer<?> offer : plugin.offers(context())) {
        if (offer.capability().id().equals(order.capability())
            && offer.descriptor().id().equals(order.model())) {
          return offer;
        }
      }
    }
    throw new IllegalStateException("its plugin does not offer it any more");
  }

  private static Model loaded(LoadedPlugin plugin, ModelOffer<?> offer) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(plugin.loader());
    try {
      return Objects.requireNonNull(offer.loader().load(), "its plugin loaded nothing");
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** The model, which lets its plugin go when it is closed. */
  private Object released(Path content, Model model, ModelOffer<?> offer) {
    Class<?> type = offer.capability().type();
    if (!type.isInstance(model)) {
      model.close();
      throw new IllegalStateException(
          "its plugin loaded something that is no " + type.getSimpleName());
    }
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) -> {
          try {
            return method.invoke(model, arguments);
          } catch (InvocationTargetException e) {
            throw Objects.requireNonNullElse(e.getCause(), e);
          } finally {
            if (method.getName().equals("close")) {
              release(content);
            }
          }
        });
  }

  private LoadedPlugin take(LoadOrder order) throws InterruptedException {
    synchronized (plugins) {
      Shared shared = plugins.get(order.content());
      if (shared == null) {
        shared = new Shared(LoadedPlugin.attach(order.manifest(), order.content(), PATIENCE));
        plugins.put(order.content(), shared);
      }
      shared.users++;
      return shared.plugin;
    }
  }

  /** Waits for a plugin that goes: what it is loaded from may be deleted afterwards. */
  private void release(Path content) {
    LoadedPlugin last = null;
    synchronized (plugins) {
      Shared shared = plugins.get(content);
      if (shared != null && --shared.users == 0) {
        plugins.remove(content);
        last = shared.plugin;
      }
    }
    if (last != null) {
      last.release();
      last.closed().completeOnTimeout(null, PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
    }
  }

  private HostPluginContext context() {
    return Objects.requireNonNull(context, "begin() comes first");
  }
}
