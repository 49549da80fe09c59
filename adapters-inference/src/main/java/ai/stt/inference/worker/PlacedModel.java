package ai.stt.inference.worker;

import ai.stt.app.model.EnginesLost;
import ai.stt.inference.wire.PeerGoneException;
import ai.stt.plugin.Model;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A model in the other process, as the registry holds it. It outlives that process: it is loaded
 * again in the next one, and calls that have told their caller nothing are made again there.
 * Thread-safe.
 */
final class PlacedModel implements InvocationHandler {
  private final EngineWorker worker;
  private final Supplier<LoadOrder> order;
  private final Class<?> type;
  private final ReentrantLock loading = new ReentrantLock();
  private @Nullable Place place;
  private volatile boolean closed;

  /** Where it is loaded now. */
  record Place(WorkerProcess process, long id) {}

  /**
   * A model that is not loaded.
   *
   * @param order what to load, as of now
   * @param type the interface of its capability
   */
  PlacedModel(EngineWorker worker, Supplier<LoadOrder> order, Class<?> type) {
    this.worker = worker;
    this.order = order;
    this.type = type;
  }

  /** As the registry gets it. */
  Model proxy() {
    return (Model) Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, this);
  }

  /** Loads it where models run now, unless it is loaded there. */
  void load() throws Exception {
    for (int tries = 1; ; tries++) {
      try {
        place(worker.process());
        return;
      } catch (PeerGoneException e) {
        if (tries == EnginesLost.MOST_TRIES) {
          throw EnginesLost.givenUp(e);
        }
      }
    }
  }

  /** Loads it in a process, unless it is loaded there. */
  Place place(WorkerProcess process) throws Exception {
    loading.lockInterruptibly();
    try {
      Place now = place;
      if (now == null || !now.process().equals(process)) {
        if (closed) {
          throw new IllegalStateException("used after close");
        }
        now = new Place(process, process.service().load(order.get()));
        place = now;
      }
      return now;
    } finally {
      loading.unlock();
    }
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // a model is equal to itself only
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return switch (method.getName()) {
        case "equals" -> arguments != null && proxy == arguments[0];
        case "hashCode" -> System.identityHashCode(proxy);
        default -> "%s in another process".formatted(type.getSimpleName());
      };
    }
    if (method.getName().equals("close")) {
      close(method);
      return null;
    }
    for (int tries = 1; ; tries++) {
      try {
        Place now = place();
        return kept(now.process().connection().call(now.id(), method, arguments), method);
      } catch (PeerGoneException e) {
        if (e.heard()) {
          throw EnginesLost.told(e);
        }
        if (tries == EnginesLost.MOST_TRIES) {
          throw EnginesLost.givenUp(e);
        }
      } catch (SpeechException e) {
        throw tries == 1 ? e : EnginesLost.afterLoss(e);
      } catch (InterruptedException e) {
        throw interrupted(method, e);
      }
    }
  }

  private Place place() throws Exception {
    return place(worker.process());
  }

  /** A method that tells nothing of interrupts was waiting for its model only. */
  private static Exception interrupted(Method method, InterruptedException e) {
    if (Arrays.asList(method.getExceptionTypes()).contains(InterruptedException.class)) {
      return e;
    }
    Thread.currentThread().interrupt();
    return new SpeechException(ErrorCode.CANCELED, "the work was called off", e);
  }

  /** What a model opened ends with its process. */
  private static @Nullable Object kept(@Nullable Object result, Method method) {
    Class<?> opened = method.getReturnType();
    if (result == null || !Proxy.isProxyClass(result.getClass())) {
      return result;
    }
    return Proxy.newProxyInstance(
        opened.getClassLoader(),
        new Class<?>[] {opened},
        (proxy, each, arguments) -> {
          try {
            return each.invoke(result, arguments);
          } catch (InvocationTargetException e) {
            Throwable cause = Objects.requireNonNull(e.getCause());
            throw cause instanceof PeerGoneException ? EnginesLost.told(cause) : cause;
          }
        });
  }

  /** Frees it where it is loaded; nobody calls it any more. */
  private void close(Method method) throws Throwable {
    Place last;
    loading.lock();
    try {
      closed = true;
      worker.forget(this);
      last = place;
      place = null;
    } finally {
      loading.unlock();
    }
    try {
      if (last != null && last.process().runs()) {
        var _ = last.process().connection().call(last.id(), method, null);
      }
    } catch (PeerGoneException e) {
      return; // and with it what it had in memory
    }
  }
}
