package ai.stt.http.testing;

import java.net.http.HttpClient;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** One usual server for all tests of a class; classes run one after the other. */
public abstract class ServerTest {
  protected static final HttpClient CLIENT = HttpClient.newHttpClient();
  @TempDir private static Path folder;
  protected static TestServer server;

  @BeforeAll
  static void startServer() throws Exception {
    server = new ServerOptions(folder).start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }
}
