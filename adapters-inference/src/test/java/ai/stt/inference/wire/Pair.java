package ai.stt.inference.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * Two connected sides.
 *
 * @param here lends nothing
 * @param there lends the object that is tested
 */
record Pair(Connection here, Connection there) implements AutoCloseable {
  /** What a side lends that lends nothing. */
  interface Nothing {}

  /** Both with shared memory. */
  static <T> Pair of(Path folder, Class<T> type, T root) {
    try {
      Path sounds = folder.resolve("sounds");
      SharedFloats ours = SharedFloats.create(sounds);
      SocketChannel[] sockets = sockets(folder);
      var here = new Connection(sockets[0], ours, Thread::startVirtualThread);
      var there = new Connection(sockets[1], SharedFloats.open(sounds), Thread::startVirtualThread);
      return new Pair(here.begin(Nothing.class, new Nothing() {}), there.begin(type, root));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The two ends of a connection. */
  static SocketChannel[] sockets(Path folder) throws IOException {
    var address = UnixDomainSocketAddress.of(folder.resolve("socket"));
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(address);
      SocketChannel one = SocketChannel.open(address);
      return new SocketChannel[] {one, server.accept()};
    }
  }

  <T> T root(Class<T> type) {
    return here.root(type);
  }

  @Override
  public void close() {
    here.close();
    there.close();
  }
}
