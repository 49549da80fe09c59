package ai.stt.inference.wire;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A call that came from the other process, and the thread that works for it. */
final class IncomingCall implements Runnable {
  private static final String CLOSE = "close/0";

  private final Connection connection;
  private final long id;
  private final WireIn in;

  /** The call of this side whose listener is called, null for none. */
  private final @Nullable OutgoingCall outer;

  /** What was thrown on the other side, with its number there. */
  private final Map<Throwable, Long> theirs = Collections.synchronizedMap(new IdentityHashMap<>());

  private @Nullable Thread thread;
  private boolean ended;
  private boolean interrupted;
  private volatile boolean canceled;

  IncomingCall(Connection connection, long id, WireIn in, @Nullable OutgoingCall outer) {
    this.connection = connection;
    this.id = id;
    this.in = in;
    this.outer = outer;
  }

  long id() {
    return id;
  }

  /** Whether the caller has been interrupted, or is gone. */
  boolean isCanceled() {
    return canceled;
  }

  /** Whether this thread works for the call. */
  synchronized boolean isOwnThread() {
    return Thread.currentThread().equals(thread);
  }

  /** Interrupts the thread that works for it, now or when it begins. */
  synchronized void cancel() {
    canceled = true;
    interrupted = true;
    if (thread != null && !ended) {
      thread.interrupt();
    }
  }

  /**
   * Nobody waits for it any more. A listener is not interrupted: it runs on a thread of its caller,
   * which finds out when it is done, and may be busy with something else by then.
   */
  void peerGone() {
    canceled = true;
    if (outer == null) {
      cancel();
    }
  }

  void remember(Throwable failure, long number) {
    theirs.put(failure, number);
  }

  long numberOf(Throwable failure) {
    return theirs.getOrDefault(failure, 0L);
  }

  @Override
  public void run() {
    begin();
    Object result = null;
    Throwable thrown = null;
    Method method = null;
    try {
      long target = in.int64();
      String name = in.text();
      Connection.Lent lent = connection.lent(target);
      if (lent == null) {
        throw new IllegalStateException("what was called is closed, or its call is over");
      }
      method = method(lent, name);
      result = method.invoke(lent.target(), arguments(method));
      if (outer == null && name.equals(CLOSE)) {
        connection.takeBack(target);
      }
    } catch (BrokenFrameException e) {
      connection.close();
      return;
    } catch (InvocationTargetException e) {
      thrown = Objects.requireNonNullElse(e.getCause(), e);
    } catch (Throwable e) { // an Error too: the caller waits for an answer
      thrown = e;
    } finally {
      end();
    }
    answer(method, result, thrown);
  }

  private void answer(
      @Nullable Method method, @Nullable Object result, @Nullable Throwable thrown) {
    try {
      if (thrown == null) {
        connection.answer(this, result, Objects.requireNonNull(method));
        return;
      }
    } catch (Throwable e) {
      thrown = e; // a result that is too large, or no plain data, or there is no memory to write it
    }
    try {
      connection.answer(this, thrown, outer == null ? 0 : outer.threw(thrown));
    } catch (Throwable e) {
      connection.close(); // so that nobody waits for an answer that never comes
    }
  }

  private synchronized void begin() {
    thread = Thread.currentThread();
    if (interrupted) {
      thread.interrupt();
    }
  }

  private synchronized void end() {
    ended = true;
  }

  private Method method(Connection.Lent lent, String name) {
    Method method = Methods.of(lent.type()).get(name);
    if (method == null) {
      throw new IllegalStateException("there is no method " + name);
    }
    if (outer != null && !Methods.isQuestion(method)) {
      outer.listenerHears();
    }
    return method;
  }

  private @Nullable Object[] arguments(Method method) {
    Type[] types = method.getGenericParameterTypes();
    @Nullable Object[] arguments = new @Nullable Object[types.length];
    for (int i = 0; i < types.length; i++) {
      arguments[i] =
          PlainData.read(in, types[i], (number, type) -> connection.standIn(number, type, this));
    }
    return arguments;
  }
}
