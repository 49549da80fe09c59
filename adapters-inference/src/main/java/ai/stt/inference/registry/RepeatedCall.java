package ai.stt.inference.registry;

import ai.stt.speech.audio.PcmSource;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A call that failed, and may be made again: all of it, or, when it gives a list for a list, one
 * half after the other.
 */
final class RepeatedCall {
  private final boolean whole;
  private final Method method;
  private final Object @Nullable [] arguments;
  private final Call call;

  /** Makes the call with these arguments. */
  interface Call {
    @Nullable Object with(Object @Nullable [] arguments) throws Throwable;
  }

  /**
   * A call that failed.
   *
   * @param whole whether nothing but its arguments makes its result: true for a model's own calls,
   *     false for those of what a model opened, which may have moved on before it failed
   */
  RepeatedCall(boolean whole, Method method, Object @Nullable [] arguments, Call call) {
    this.whole = whole;
    this.method = method;
    this.arguments = arguments;
    this.call = call;
  }

  /** Whether all that it was given is plain data; a source of audio is read once. */
  boolean possible() {
    for (Class<?> type : method.getParameterTypes()) {
      if (type == PcmSource.class
          || (type.isInterface() && type.getName().startsWith("ai.stt.plugin."))) {
        return false;
      }
    }
    return whole && method.getParameterCount() > 0;
  }

  /** Makes the call again, in halves where it is a batch. */
  @Nullable Object again() throws Throwable {
    Object[] given = arguments;
    Class<?> type = method.getReturnType();
    boolean many = type.isArray() || type == List.class;
    if (given == null || !many || !(given[0] instanceof List<?> batch) || batch.size() < 2) {
      return call.with(given);
    }
    int half = (batch.size() + 1) / 2;
    Object first = call.with(with(given, batch.subList(0, half)));
    Object second = call.with(with(given, batch.subList(half, batch.size())));
    return type == List.class ? joinedLists(first, second) : joinedArrays(type, first, second);
  }

  private static Object[] with(Object[] given, List<?> batch) {
    Object[] fewer = given.clone();
    fewer[0] = List.copyOf(batch);
    return fewer;
  }

  private static Object joinedLists(@Nullable Object first, @Nullable Object second) {
    List<Object> all = new ArrayList<>((List<?>) Objects.requireNonNull(first));
    all.addAll((List<?>) Objects.requireNonNull(second));
    return all;
  }

  private static Object joinedArrays(
      Class<?> type, @Nullable Object first, @Nullable Object second) {
    Object one = Objects.requireNonNull(first);
    Object other = Objects.requireNonNull(second);
    int length = Array.getLength(one);
    Object all = Array.newInstance(type.componentType(), length + Array.getLength(other));
    System.arraycopy(one, 0, all, 0, length);
    System.arraycopy(other, 0, all, length, Array.getLength(other));
    return all;
  }
}
