package ai.stt.http.live;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A WebSocket of bare bytes, which reads nothing unless it is told to. One thread. */
final class RawStreamClient implements AutoCloseable {
  static final int TEXT = 0x81;
  static final int BINARY = 0x82;
  static final int PING = 0x89;

  private final SocketChannel channel;
  private final Selector selector;

  private RawStreamClient(SocketChannel channel, Selector selector) {
    this.channel = channel;
    this.selector = selector;
  }

  /** Shakes hands; the server's answer is read and nothing behind it. */
  static RawStreamClient open(int port, String path) throws IOException {
    SocketChannel channel = SocketChannel.open();
    channel.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
    channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    String request =
        """
        GET %s HTTP/1.1\r
        Host: localhost\r
        Connection: Upgrade\r
        Upgrade: websocket\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        \r
        """
            .formatted(path);
    channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
    var head = new StringBuilder();
    var one = ByteBuffer.allocate(1);
    while (head.indexOf("\r\n\r\n") < 0 && channel.read(one.clear()) > 0) {
      head.append((char) one.get(0));
    }
    if (!head.toString().startsWith("HTTP/1.1 101")) {
      throw new IOException(head.toString());
    }
    channel.configureBlocking(false);
    Selector selector = Selector.open();
    channel.register(selector, SelectionKey.OP_WRITE);
    return new RawStreamClient(channel, selector);
  }

  /** A whole frame with a mask of zeros. */
  static ByteBuffer frame(int head, byte[] body) {
    ByteBuffer frame = ByteBuffer.allocate(body.length + 14).put((byte) head);
    if (body.length < 126) {
      frame.put((byte) (0x80 | body.length));
    } else if (body.length < 1 << 16) {
      frame.put((byte) (0x80 | 126)).putShort((short) body.length);
    } else {
      frame.put((byte) (0x80 | 127)).putLong(body.length);
    }
    return frame.putInt(0).put(body).flip();
  }

  /**
   * Sends bytes.
   *
   * @return false when the server has taken nothing for so long; some of them may be sent
   */
  boolean send(ByteBuffer bytes, Duration patience) throws IOException {
    while (bytes.hasRemaining()) {
      if (channel.write(bytes) == 0 && selector.select(patience.toMillis()) == 0) {
        return false;
      }
      selector.selectedKeys().clear();
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    selector.close();
    channel.close();
  }
}
