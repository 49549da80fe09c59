package ai.stt.config.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Plugins that change while a server runs: from an address, and under load. */
@Timeout(120)
class PluginChangesIT {
  private static final Duration PROMISE = Duration.ofSeconds(2);
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String KEY = "key-of-the-operator";
  private static final String TEXTS = "{\"model\": \"hello\", \"texts\": [\"Cats sit.\"]}";

  @TempDir private static Path folder = Path.of("");
  private static final Map<String, String> ENVIRONMENT = new HashMap<>();
  private static Path plugins = Path.of("");
  private static Path example = Path.of("");
  private static ServerProcess server;
  private static HttpClient client;
  private static Api api;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    example = PluginGuide.built();
    Path home = Files.createDirectory(folder.resolve("home"));
    ENVIRONMENT.putAll(TestHome.in(home));
    ENVIRONMENT.put("STT_API_KEYS", KEY);
    plugins = home.resolve("plugins");
    server = ServerProcess.start(ENVIRONMENT);
    client = HttpClient.newHttpClient();
    api = new Api(client, server.uri(), KEY);
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  @Test
  void aPluginFromAnAddressIsInstalledOnlyWhenItIsTheOneThatWasNamed() throws Exception {
    HttpServer site =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] zip = Files.readAllBytes(example);
    site.createContext(
        "/hello.zip",
        exchange -> {
          boolean whole = exchange.getRequestURI().getPath().equals("/hello.zip");
          exchange.sendResponseHeaders(whole ? 200 : 404, whole ? zip.length : -1);
          exchange.getResponseBody().write(whole ? zip : new byte[0]);
          exchange.close();
        });
    site.start();
    try {
      String address = "http://localhost:%d/hello.zip".formatted(site.getAddress().getPort());
      var unnamed = stt("plugins", "install", address);
      assertThat(unnamed.code()).isEqualTo(2);
      assertThat(unnamed.err()).contains("--sha256");
      var other = stt("plugins", "install", address, "--sha256", "0".repeat(64));
      assertThat(other.code()).isEqualTo(2);
      assertThat(other.err()).contains("not the one that --sha256 names");
      assertThat(plugins.resolve("hello-1.0.0.zip")).doesNotExist();

      var named = stt("plugins", "install", address, "--sha256", sha256(zip));
      assertThat(named.code()).as(named.err()).isZero();
      Waiting.until(PROMISE, () -> listed("hello"));
      assertThat(stt("plugins", "remove", "hello").code()).isZero();
      Waiting.until(PROMISE, () -> !listed("hello"));
    } finally {
      site.stop(0);
    }
  }

  @Test
  void replacingAPluginBesideAndInPlaceFailsNoRequest() throws Exception {
    Path first = HelloVersions.drop(example, "1.0.1", plugins.resolve("hello.zip"));
    Waiting.until(LONG, () -> listed("hello"));
    var over = new AtomicBoolean();
    var answers = new AtomicInteger();
    var failures = new ConcurrentLinkedQueue<String>();
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      callers.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    while (!over.get()) {
                      try {
                        var answer = api.send("POST", "/v1/embed", TEXTS);
                        answers.incrementAndGet();
                        if (answer.status() != 200) {
                          failures.add(answer.status() + answer.response().body());
                        }
                      } catch (IOException | InterruptedException e) {
                        failures.add(e.toString());
                      }
                    }
                  }));
    }
    Path present = first;
    for (int round = 2; round <= 9; round++) {
      String version = "1.0." + round;
      boolean beside = round % 2 == 0;
      Path next = beside ? plugins.resolve("hello-" + round + ".zip") : present;
      HelloVersions.drop(example, version, next);
      Waiting.until(LONG, () -> version.equals(helloVersion()));
      if (beside) {
        Files.delete(present);
        present = next;
      }
    }
    over.set(true);
    for (Thread caller : callers) {
      caller.join();
    }
    assertThat(failures).isEmpty();
    assertThat(answers.get()).isGreaterThan(100);
    Files.delete(present);
    Waiting.until(LONG, () -> !listed("hello"));
  }

  private static Shell.Result stt(String... arguments) throws InterruptedException {
    return Shell.run(
        ENVIRONMENT,
        Stream.concat(Stream.of(Shell.STT), Stream.of(arguments)).toArray(String[]::new));
  }

  private static boolean listed(String id) throws IOException, InterruptedException {
    JsonNode models = api.as("").get("/v1/models?capability=all").json().get("models");
    return models.findValuesAsText("id").contains(id);
  }

  private static String helloVersion() throws IOException, InterruptedException {
    JsonNode models = api.get("/v1/models?capability=embedding").json().get("models");
    for (JsonNode model : models) {
      if (model.get("id").asText().equals("hello")) {
        return model.get("version").asText();
      }
    }
    return "none";
  }

  private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
