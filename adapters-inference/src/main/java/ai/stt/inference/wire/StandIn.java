package ai.stt.inference.wire;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** An object of the other process, as this one has it. */
final class StandIn implements InvocationHandler {
  /** Questions come by the thousand; the answer may be so old. */
  private static final long FRESH_NANOS = 100_000_000;

  private static final String CLOSE = "close";

  private final Connection connection;
  private final long id;
  private final Class<?> type;
  private final @Nullable IncomingCall within;
  private volatile boolean closed;
  private volatile boolean answer;
  private volatile long askedNanos = System.nanoTime() - FRESH_NANOS;

  /**
   * A stand-in.
   *
   * @param within the call that lent the object for as long as it lasts, null for none
   */
  StandIn(Connection connection, long id, Class<?> type, @Nullable IncomingCall within) {
    this.connection = connection;
    this.id = id;
    this.type = type;
    this.within = within;
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // a stand-in is equal to itself only
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return switch (method.getName()) {
        case "equals" -> arguments != null && proxy == arguments[0];
        case "hashCode" -> System.identityHashCode(proxy);
        default -> "%s of the other process".formatted(type.getSimpleName());
      };
    }
    if (within != null && Methods.isQuestion(method)) {
      return ask(method, within);
    }
    if (within == null && method.getName().equals(CLOSE)) {
      return close(method);
    }
    if (mayBeInterrupted(method) && Thread.interrupted()) {
      throw new InterruptedException();
    }
    return connection.call(id, method, arguments, within);
  }

  /** Closing twice, or after the other process has ended, does nothing. */
  private @Nullable Object close(Method method) throws Throwable {
    if (!closed) {
      closed = true;
      try {
        var _ = connection.call(id, method, null, null);
      } catch (PeerGoneException e) {
        return null;
      }
    }
    return null;
  }

  /** Whoever is canceled, by an interrupt too, need not be asked. */
  private boolean ask(Method method, IncomingCall call) throws Throwable {
    if (answer || call.isCanceled()) {
      return true;
    }
    long now = System.nanoTime();
    if (now - askedNanos >= FRESH_NANOS) {
      askedNanos = now;
      answer = (Boolean) requireAnswer(connection.call(id, method, null, call));
    }
    return answer;
  }

  private static Object requireAnswer(@Nullable Object answered) {
    if (answered == null) {
      throw new BrokenFrameException("neither yes nor no");
    }
    return answered;
  }

  private static boolean mayBeInterrupted(Method method) {
    for (Class<?> each : method.getExceptionTypes()) {
      if (each == InterruptedException.class) {
        return true;
      }
    }
    return false;
  }
}
