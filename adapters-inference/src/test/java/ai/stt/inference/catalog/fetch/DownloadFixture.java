package ai.stt.inference.catalog.fetch;

import ai.stt.inference.catalog.testing.FileServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;

/** A file on a server, and the place where it comes to. */
abstract class DownloadFixture {
  final byte[] content;
  final FileServer server;
  final Path part;

  DownloadFixture(int size, Path folder) throws IOException {
    content = bytes(size, 1);
    server = new FileServer(content);
    part = folder.resolve("part");
  }

  @AfterEach
  final void stop() {
    server.close();
  }

  static byte[] bytes(int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
