package ai.stt.inference.registry;

import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.audio.PcmSource;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A model of a plugin, or something that a model opened, as the host's code gets it: every call
 * through an interface of the plugin API is watched, and so is what the plugin asks of arguments
 * that are the host's.
 *
 * @param own whether it is the model itself
 */
record WatchedObject(Object target, RunningCalls calls, ModelSlot slot, HeldModel held, boolean own)
    implements InvocationHandler {
  private static final String API = "ai.stt.plugin.";

  /** The watched object, or the object itself when it has no interface of the plugin API. */
  static Object of(Object target, RunningCalls calls, ModelSlot slot, HeldModel held, boolean own) {
    Class<?>[] interfaces = interfaces(target.getClass());
    return interfaces.length == 0
        ? target
        : Proxy.newProxyInstance(
            WatchedObject.class.getClassLoader(),
            interfaces,
            new WatchedObject(target, calls, slot, held, own));
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // a watched object is equal to itself only
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return switch (method.getName()) {
        case "equals" -> arguments != null && proxy == arguments[0];
        case "hashCode" -> System.identityHashCode(proxy);
        default -> "watched " + target.getClass().getName();
      };
    }
    boolean question = arguments == null && method.getReturnType().isPrimitive();
    RunningCall call = calls.begin(slot, held, method.getName());
    Object result;
    try {
      result = made(call, method, arguments, own && !question);
    } catch (RuntimeException | Error e) {
      var again = new RepeatedCall(own, method, arguments, given -> repeated(method, given));
      result = calls.device().mend(e, calls.fault(call, e), again, () -> slot.letGo(held));
    }
    return result == null || !isOfTheApi(method.getReturnType())
        ? result
        : of(result, calls, slot, held, false);
  }

  private @Nullable Object repeated(Method method, Object @Nullable [] arguments) throws Throwable {
    return made(calls.begin(slot, held, method.getName()), method, arguments, true);
  }

  private @Nullable Object made(
      RunningCall call, Method method, Object @Nullable [] arguments, boolean counted)
      throws Throwable {
    Object result = null;
    Throwable thrown = null;
    try {
      result = method.invoke(target, lent(arguments, method, call));
    } catch (InvocationTargetException e) {
      thrown = Objects.requireNonNullElse(e.getCause(), e);
    }
    Throwable told = calls.end(call, thrown, counted);
    if (told != null) {
      throw told;
    }
    return result;
  }

  private static Object @Nullable [] lent(
      Object @Nullable [] arguments, Method method, RunningCall call) {
    if (arguments == null) {
      return null;
    }
    Object[] lent = arguments.clone();
    Class<?>[] types = method.getParameterTypes();
    for (int i = 0; i < lent.length; i++) {
      if (lent[i] != null && (types[i] == PcmSource.class || isOfTheApi(types[i]))) {
        lent[i] =
            Proxy.newProxyInstance(
                WatchedObject.class.getClassLoader(),
                new Class<?>[] {types[i]},
                new Lent(lent[i], call));
      }
    }
    return lent;
  }

  /** An argument of the host's. A question, which has a yes or no, is no sign of progress. */
  private record Lent(Object target, RunningCall call) implements InvocationHandler {
    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
        throws Throwable {
      call.enterHost();
      try {
        Object result = method.invoke(target, arguments);
        if (result instanceof PcmChunk chunk) {
          call.heard(chunk.samples().length);
        }
        return result;
      } catch (InvocationTargetException e) {
        Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
        call.hostFailed(cause);
        throw cause;
      } finally {
        call.leaveHost(method.getReturnType() != boolean.class);
      }
    }
  }

  private static Class<?>[] interfaces(Class<?> type) {
    Set<Class<?>> found = new LinkedHashSet<>();
    for (Class<?> at = type; at != null; at = at.getSuperclass()) {
      for (Class<?> each : at.getInterfaces()) {
        if (isOfTheApi(each)) {
          found.add(each);
        }
      }
    }
    return found.toArray(Class<?>[]::new);
  }

  private static boolean isOfTheApi(Class<?> type) {
    return type.isInterface() && type.getName().startsWith(API);
  }
}
