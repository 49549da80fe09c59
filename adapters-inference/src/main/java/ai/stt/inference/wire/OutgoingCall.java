package ai.stt.inference.wire;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * A call into the other process, on the thread of its caller, which meanwhile serves what the call
 * asks of the listeners that it was given.
 */
final class OutgoingCall {
  private final Connection connection;
  private final long id;
  private final Method method;
  private final @Nullable IncomingCall within;
  private final BlockingQueue<Object> inbox = new LinkedBlockingQueue<>();
  private final List<Long> lent = new ArrayList<>();

  /** What listeners threw, by number: it is known again when it comes back. */
  private final Map<Long, Throwable> thrown = new HashMap<>();

  private volatile boolean heard;

  /** The answer, and whether it was thrown. */
  record Answer(WireIn in, boolean failed) {}

  /** There will be no answer. */
  private enum Gone {
    GONE
  }

  /**
   * A call that is about to be sent.
   *
   * @param within the call of the other side that lent the target, null for none
   */
  OutgoingCall(Connection connection, long id, Method method, @Nullable IncomingCall within) {
    this.within = within;
    this.connection = connection;
    this.id = id;
    this.method = method;
  }

  long id() {
    return id;
  }

  /** The numbers of what was lent for the time of the call. */
  List<Long> lent() {
    return lent;
  }

  long lend(Object target, Class<?> type) {
    long number = connection.lend(target, type);
    lent.add(number);
    return number;
  }

  void take(Answer answer) {
    inbox.add(answer);
  }

  /** A call of a listener, to be run by the caller's thread. */
  void take(IncomingCall call) {
    inbox.add(call);
  }

  void peerGone() {
    inbox.add(Gone.GONE);
  }

  /** A listener is told something, or read from. */
  void listenerHears() {
    heard = true;
  }

  /** Keeps what a listener threw; its number. */
  synchronized long threw(Throwable failure) {
    long number = thrown.size() + 1L;
    thrown.put(number, failure);
    return number;
  }

  private synchronized @Nullable Throwable thrown(long number) {
    return thrown.get(number);
  }

  /** Waits for the end of the call, however often it is interrupted: the other side is told. */
  @Nullable Object await() throws Throwable {
    boolean interrupted = false;
    try {
      while (true) {
        Object next;
        try {
          next = inbox.take();
        } catch (InterruptedException e) {
          interrupted = true;
          connection.cancel(this);
          continue;
        }
        switch (next) {
          case IncomingCall call -> serve(call, interrupted);
          case Answer answer -> {
            return value(answer);
          }
          default -> throw new PeerGoneException(heard);
        }
      }
    } catch (InterruptedException e) {
      interrupted = false;
      throw e;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** As on one thread: a listener that waits finds that it is interrupted. */
  private static void serve(IncomingCall call, boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    call.run();
    if (interrupted) {
      var _ = Thread.interrupted(); // restored when the call ends
    }
  }

  private @Nullable Object value(Answer answer) throws Throwable {
    if (answer.failed()) {
      long own = answer.in().int64();
      Throwable failure = Failures.read(answer.in(), this::thrown);
      if (within != null && own != 0) {
        within.remember(failure, own);
      }
      throw failure;
    }
    return PlainData.read(
        answer.in(),
        method.getGenericReturnType(),
        (number, type) -> connection.standIn(number, type, null));
  }
}
