package ai.stt.inference.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Frames over a socket. It does not block, since an interrupt of a thread that writes to one that
 * blocks would close it. Any thread may send, one receives.
 */
final class FrameChannel {
  /** Of a frame, at most. */
  static final int MOST_BYTES = 1 << 28;

  private static final int READ_BYTES = 1 << 16;
  private static final long FIRST_WAIT_NANOS = 10_000;
  private static final long LONGEST_WAIT_NANOS = 1_000_000;

  private final SocketChannel channel;
  private final Selector selector;
  private final ReentrantLock sending = new ReentrantLock();

  /** What of the next frame is there: its length first. */
  private byte[] body = new byte[Integer.BYTES];

  private int filled;
  private int length = -1;

  FrameChannel(SocketChannel channel) throws IOException {
    this.channel = channel;
    channel.configureBlocking(false);
    selector = Selector.open();
    channel.register(selector, SelectionKey.OP_READ);
  }

  /** Sends a whole frame; waits while the other side is behind. */
  void send(ByteBuffer frame) throws IOException {
    sending.lock();
    try {
      long wait = FIRST_WAIT_NANOS;
      while (frame.hasRemaining()) {
        if (channel.write(frame) == 0) {
          LockSupport.parkNanos(wait);
          wait = Math.min(2 * wait, LONGEST_WAIT_NANOS);
        }
      }
    } finally {
      sending.unlock();
    }
  }

  /**
   * Gives every frame that comes, until the other side is gone.
   *
   * @throws BrokenFrameException for what is no frame
   */
  void receive(Consumer<ByteBuffer> frames) throws IOException {
    ByteBuffer read = ByteBuffer.allocateDirect(READ_BYTES);
    while (true) {
      selector.select();
      selector.selectedKeys().clear();
      if (channel.read(read) < 0) {
        return;
      }
      read.flip();
      while (read.hasRemaining()) {
        consume(read, frames);
      }
      read.clear();
    }
  }

  private void consume(ByteBuffer read, Consumer<ByteBuffer> frames) {
    int wanted = length < 0 ? Integer.BYTES : length;
    int count = Math.min(read.remaining(), wanted - filled);
    if (filled + count > body.length) { // as it comes: the length may be nonsense
      body = Arrays.copyOf(body, Math.min(wanted, Math.max(READ_BYTES, 2 * body.length)));
      count = Math.min(count, body.length - filled);
    }
    read.get(body, filled, count);
    filled += count;
    if (filled < wanted) {
      return;
    }
    ByteBuffer whole = ByteBuffer.wrap(body, 0, wanted);
    filled = 0;
    if (length < 0) {
      length = whole.getInt();
      if (length < 1 || length > MOST_BYTES) {
        throw new BrokenFrameException("a frame of %d bytes".formatted(length));
      }
    } else {
      length = -1;
      body = new byte[Integer.BYTES];
      frames.accept(whole);
    }
  }

  void close() {
    try (channel;
        selector) {
      selector.wakeup();
    } catch (IOException e) {
      // it is gone either way
    }
  }
}
