package ai.stt.inference.wire;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The methods of an interface by the names that they have on the wire: so that two builds of the
 * program that differ misunderstand no call.
 */
final class Methods {
  private static final Map<Class<?>, Map<String, Method>> KNOWN = new ConcurrentHashMap<>();

  private Methods() {}

  /**
   * The methods of an interface.
   *
   * @throws IllegalArgumentException when it has two that cannot be told apart, or one whose values
   *     are no plain data
   */
  static Map<String, Method> of(Class<?> type) {
    Map<String, Method> known = KNOWN.get(type);
    if (known == null) {
      known = find(type);
      KNOWN.put(type, known);
    }
    return known;
  }

  static String name(Method method) {
    return method.getName() + "/" + method.getParameterCount();
  }

  /** Whether it asks a listener for a yes or no, and tells it nothing. */
  static boolean isQuestion(Method method) {
    return method.getParameterCount() == 0 && method.getReturnType() == boolean.class;
  }

  private static Map<String, Method> find(Class<?> type) {
    Map<String, Method> found = new HashMap<>();
    for (Method method : type.getMethods()) {
      if (Modifier.isStatic(method.getModifiers()) || method.isBridge()) {
        continue;
      }
      PlainData.form(method.getGenericReturnType());
      for (Type each : method.getGenericParameterTypes()) {
        PlainData.form(each);
      }
      method.setAccessible(true);
      Method other = found.put(name(method), method);
      if (other != null) {
        throw new IllegalArgumentException("%s has two of %s".formatted(type, method.getName()));
      }
    }
    return Map.copyOf(found);
  }
}
