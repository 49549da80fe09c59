package ai.stt.inference.wire;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One side of a conversation between two processes, either of which calls what the other lends. A
 * call's listeners are told by the thread that made the call; its interrupt reaches the thread that
 * works for it. When the other side goes, every call ends with {@link PeerGoneException}.
 * Thread-safe.
 */
public final class Connection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  /** What each side lends from the start. */
  private static final long ROOT = 0;

  private static final int CALL = 1;
  private static final int RETURN = 2;
  private static final int THROW = 3;
  private static final int CANCEL = 4;

  private final FrameChannel channel;
  private final @Nullable SharedFloats shared;
  private final Executor workers;
  private final AtomicLong numbers = new AtomicLong(ROOT);
  private final Map<Long, Lent> lent = new ConcurrentHashMap<>();
  private final Map<Long, OutgoingCall> asked = new ConcurrentHashMap<>();
  private final Map<Long, IncomingCall> served = new ConcurrentHashMap<>();
  private final CompletableFuture<Void> gone = new CompletableFuture<>();

  /** An object of this side, and the interface by which the other side knows it. */
  record Lent(Object target, Class<?> type) {}

  /**
   * A conversation over a connected socket, which it closes; it begins with {@link #begin}.
   *
   * @param shared for long sounds, null for none
   * @param workers run the calls of the other side
   */
  public Connection(SocketChannel socket, @Nullable SharedFloats shared, Executor workers)
      throws IOException {
    this.channel = new FrameChannel(socket);
    this.shared = shared;
    this.workers = workers;
  }

  /** Whether all methods of an interface can be called from another process. */
  public static boolean carries(Class<?> type) {
    try {
      return PlainData.isLent(type) && !Methods.of(type).isEmpty();
    } catch (IllegalArgumentException e) {
      LOG.debug("Not called in another process: {}", e.getMessage());
      return false;
    }
  }

  /**
   * Lends the root object and listens from now on.
   *
   * @param type the interface by which the other side knows it
   */
  public <T> Connection begin(Class<T> type, T root) {
    lent.put(ROOT, new Lent(root, type));
    Thread.ofPlatform().daemon().name("stt-wire").start(this::receive);
    return this;
  }

  /** The root object of the other side. */
  public <T> T root(Class<T> type) {
    return type.cast(standIn(ROOT, type, null));
  }

  /** Lends an object until its {@code close()} is called from the other side; its number. */
  public long lend(Object target, Class<?> type) {
    long id = numbers.incrementAndGet();
    lent.put(id, new Lent(target, type));
    return id;
  }

  /** Calls a method of an object of the other side, by its number. */
  public @Nullable Object call(long target, Method method, Object @Nullable [] arguments)
      throws Throwable {
    return call(target, method, arguments, null);
  }

  /** Completes when the other side is gone, or this one has closed. */
  public CompletableFuture<Void> gone() {
    return gone.copy();
  }

  @Override
  public void close() {
    channel.close();
    if (gone.complete(null)) {
      asked.values().forEach(OutgoingCall::peerGone);
      served.values().forEach(IncomingCall::peerGone);
      lent.clear();
    }
  }

  /**
   * Makes a call.
   *
   * @param within the call of the other side that lent the target, null for none
   */
  @Nullable Object call(
      long target, Method method, Object @Nullable [] arguments, @Nullable IncomingCall within)
      throws Throwable {
    var call = new OutgoingCall(this, numbers.incrementAndGet(), method, within);
    asked.put(call.id(), call);
    try {
      var out = new WireOut(shared, call::lend);
      out.int8(CALL).int64(call.id()).int64(within == null ? 0 : within.id());
      out.flag(within != null && within.isOwnThread()).int64(target).text(Methods.name(method));
      send(out, () -> write(out, method, arguments));
      if (gone.isDone()) {
        call.peerGone();
      }
      return call.await();
    } finally {
      asked.remove(call.id());
      call.lent().forEach(lent::remove);
    }
  }

  private static void write(WireOut out, Method method, Object @Nullable [] arguments) {
    var types = method.getGenericParameterTypes();
    for (int i = 0; i < types.length; i++) {
      PlainData.write(out, types[i], Objects.requireNonNull(arguments)[i]);
    }
  }

  /** Answers a call of the other side. */
  void answer(IncomingCall call, @Nullable Object result, Method method) {
    var out = new WireOut(shared, this::lend);
    out.int8(RETURN).int64(call.id());
    send(out, () -> PlainData.write(out, method.getGenericReturnType(), result));
    served.remove(call.id());
  }

  /**
   * Answers a call of the other side.
   *
   * @param number by which this side knows what was thrown again, 0 for none
   */
  void answer(IncomingCall call, Throwable thrown, long number) {
    var out = new WireOut(shared, WireOut.Lender.NOTHING);
    out.int8(THROW).int64(call.id()).int64(number);
    send(out, () -> Failures.write(out, thrown, call::numberOf));
    served.remove(call.id());
  }

  void cancel(OutgoingCall call) {
    send(new WireOut(null, WireOut.Lender.NOTHING).int8(CANCEL).int64(call.id()), () -> {});
  }

  private void send(WireOut out, Runnable writing) {
    try {
      writing.run();
    } catch (RuntimeException | Error e) {
      out.drop();
      throw e;
    }
    try {
      channel.send(out.frame());
    } catch (IOException | Error e) { // half a frame may be out
      close(); // whoever waits is told
    }
  }

  Object standIn(long id, Class<?> type, @Nullable IncomingCall within) {
    return Proxy.newProxyInstance(
        type.getClassLoader(), new Class<?>[] {type}, new StandIn(this, id, type, within));
  }

  @Nullable Lent lent(long id) {
    return lent.get(id);
  }

  void takeBack(long id) {
    lent.remove(id);
  }

  private void receive() {
    try {
      channel.receive(this::received);
    } catch (IOException | RuntimeException e) {
      if (!gone.isDone()) {
        LOG.debug("The connection to the other process ends: {}", e.toString());
      }
    } finally {
      close();
    }
  }

  private void received(ByteBuffer frame) {
    var in = new WireIn(frame, shared);
    int kind = in.int8();
    long id = in.int64();
    switch (kind) {
      case CALL -> serve(id, in);
      case RETURN -> answered(id, new OutgoingCall.Answer(in, false));
      case THROW -> answered(id, new OutgoingCall.Answer(in, true));
      case CANCEL -> {
        IncomingCall call = served.get(id);
        if (call != null) {
          call.cancel();
        }
      }
      default -> throw new BrokenFrameException("there is no frame of kind " + kind);
    }
  }

  private void serve(long id, WireIn in) {
    long within = in.int64();
    boolean own = in.flag();
    OutgoingCall outer = within == 0 ? null : asked.get(within);
    var call = new IncomingCall(this, id, in, outer);
    served.put(id, call);
    if (outer != null && own) {
      outer.take(call);
    } else {
      workers.execute(call);
    }
  }

  private void answered(long id, OutgoingCall.Answer answer) {
    OutgoingCall call = asked.get(id);
    if (call == null) {
      throw new BrokenFrameException("nobody asked");
    }
    call.take(answer);
  }
}
