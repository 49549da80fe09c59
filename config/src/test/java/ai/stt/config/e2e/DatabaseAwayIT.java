package ai.stt.config.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.persistence.database.EmbeddedPostgres;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A configured database that cannot be reached for a while. */
@Timeout(180)
class DatabaseAwayIT {
  private static final long GONE_NANOS = Duration.ofSeconds(10).toNanos();

  @TempDir private Path folder = Path.of("");

  @Test
  void tenSecondsWithoutTheDatabaseAre503AndThenAllIsWellAgain() throws Exception {
    Map<String, String> home =
        new HashMap<>(TestHome.in(Files.createDirectory(folder.resolve("home"))));
    Path programs = folder.resolve("home/cache/postgres");
    try (var postgres = EmbeddedPostgres.start(programs, folder.resolve("data"));
        var road = new Road(postgres.url())) {
      home.put("STT_DATABASE_URL", road.url());
      home.put("STT_DATABASE_USER", postgres.user());
      home.put("STT_DATABASE_PASSWORD", postgres.password());
      home.put("STT_API_KEYS", "operator-key");
      try (var server = ServerProcess.start(home);
          var client = HttpClient.newHttpClient()) {
        var operator = new Api(client, server.uri(), "operator-key");
        assertThat(operator.get("/api/v1/account/").status()).isEqualTo(200);
        assertThat(folder.resolve("home/database")).doesNotExist();

        road.block();
        long back = System.nanoTime() + GONE_NANOS;
        int refused = 0;
        while (System.nanoTime() < back) {
          Api.Answer answer = operator.get("/api/v1/usage/");
          if (answer.status() == 503) {
            assertThat(answer.response().headers().firstValueAsLong("Retry-After").orElse(0))
                .isPositive();
            refused++;
          }
          assertThat(operator.get("/v1/models").status()).isEqualTo(200);
          assertThat(operator.as("wrong").get("/api/v1/account/").status()).isEqualTo(401);
        }
        assertThat(refused).isPositive();
        assertThat(health(operator)).isEqualTo("degraded unavailable");

        road.open();
        int status = 503;
        while (status == 503) {
          status = operator.get("/api/v1/usage/").status();
        }
        assertThat(status).isEqualTo(200);
        while (!health(operator).equals("ok ok")) {
          Thread.sleep(100);
        }
      }
    }
  }

  private static String health(Api caller) throws Exception {
    JsonNode health = caller.get("/health").json();
    return health.get("status").asText() + " " + health.get("database").asText();
  }

  /** The way to the database, which can be closed. */
  private static final class Road implements AutoCloseable {
    private final InetSocketAddress target;
    private final int port;
    private final String database;
    private final Set<Socket> travellers = ConcurrentHashMap.newKeySet();
    private ServerSocket gate;

    Road(String url) throws IOException {
      URI uri = URI.create(url.substring("jdbc:".length()));
      target = new InetSocketAddress(uri.getHost(), uri.getPort());
      database = uri.getPath();
      gate = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      port = gate.getLocalPort();
      serve(gate);
    }

    String url() {
      return "jdbc:postgresql://127.0.0.1:" + port + database;
    }

    synchronized void open() throws IOException {
      var again = new ServerSocket();
      again.setReuseAddress(true);
      again.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      gate = again;
      serve(again);
    }

    @Override
    public void close() throws IOException {
      block();
    }

    synchronized void block() throws IOException {
      gate.close();
      for (Socket socket : travellers) {
        socket.close();
      }
      travellers.clear();
    }

    private void serve(ServerSocket entrance) {
      Thread.ofVirtual()
          .start(
              () -> {
                while (!entrance.isClosed()) {
                  try {
                    Socket here = entrance.accept();
                    var there = new Socket(target.getAddress(), target.getPort());
                    travellers.add(here);
                    travellers.add(there);
                    Thread.ofVirtual().start(() -> carry(here, there));
                    Thread.ofVirtual().start(() -> carry(there, here));
                  } catch (IOException e) {
                    return; // closed
                  }
                }
              });
    }

    private void carry(Socket from, Socket to) {
      try (from;
          to) {
        from.getInputStream().transferTo(to.getOutputStream());
      } catch (IOException e) {
        travellers.remove(from); // one of them was closed
      }
    }
  }
}
