package ai.stt.http.access;

import ai.stt.app.access.ClientNetwork;
import ai.stt.app.access.TrustedProxies;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/** Where a request comes from, as far as trusted proxies tell. */
record ClientAddress(TrustedProxies proxies) {
  ClientNetwork network(HttpServletRequest request) {
    List<String> forwardedFor =
        Collections.list(request.getHeaders("X-Forwarded-For")).stream()
            .flatMap(line -> Arrays.stream(line.split(",", -1)))
            .toList();
    return ClientNetwork.of(proxies.client(peer(request), forwardedFor));
  }

  /** The other end of the connection, whatever headers say. */
  private static InetAddress peer(HttpServletRequest request) {
    SocketAddress remote =
        ServletContextRequest.getServletContextRequest(request)
            .getConnectionMetaData()
            .getConnection()
            .getEndPoint()
            .getRemoteSocketAddress();
    return remote instanceof InetSocketAddress inet
        ? inet.getAddress()
        : InetAddress.getLoopbackAddress();
  }
}
