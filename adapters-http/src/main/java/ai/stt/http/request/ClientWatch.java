package ai.stt.http.request;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SocketChannelEndPoint;

/**
 * Looks at the connection of a client that waits for its answer. Jetty does not read a connection
 * while its request is being served, so it would not see the client go; this reads at most one
 * byte, without waiting, which tells the end of the stream from silence. A byte that does come
 * belongs to a pipelined request: from then on the watch is blind, and the connection must be
 * closed after the answer. Over TLS and HTTP/2 only what Jetty itself has noticed is seen. A client
 * that only closes its sending side counts as gone, as with most servers.
 *
 * <p>One thread at a time: the one that serves the request, once its body is read to the end.
 */
public final class ClientWatch {
  private final EndPoint endPoint;
  private boolean tookByte;

  /** A watch over the connection of a request. */
  public ClientWatch(HttpServletRequest request) {
    this.endPoint =
        ServletContextRequest.getServletContextRequest(request)
            .getConnectionMetaData()
            .getConnection()
            .getEndPoint();
  }

  /** Whether nobody waits for the answer any more. */
  public boolean isGone() {
    if (!endPoint.isOpen()) {
      return true;
    }
    if (tookByte || !(endPoint instanceof SocketChannelEndPoint plain)) {
      return false;
    }
    SocketChannel channel = plain.getChannel();
    if (channel.isBlocking()) {
      return false;
    }
    try {
      int read = channel.read(ByteBuffer.allocate(1));
      tookByte = read > 0;
      return read < 0;
    } catch (IOException e) { // reset by the client
      return true;
    }
  }

  /** Whether the connection cannot serve another request. */
  public boolean mustClose() {
    return tookByte;
  }
}
