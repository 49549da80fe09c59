package ai.stt.config.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.SimpleFileServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clients that people already have, unmodified but for the address. */
class PublishedClientsIT {
  private static final Path SCRIPTS = Shell.ROOT.resolve("config/src/test/clients");
  private static final String HASTY =
      """
      accounts:
        plans:
          hasty: {name: Hasty, minutes_per_month: 9, max_upload_bytes: 1MiB, concurrent: 1,
                  requests_per_minute: 2, models: [], excluded_models: [], audio_days: 0, private_cloud: false}
      """;

  @TempDir private static Path folder = Path.of("");
  private static ServerProcess server;
  private static Map<String, String> home = Map.of();

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    home = new HashMap<>(TestHome.in(Files.createDirectory(folder.resolve("home"))));
    Files.writeString(folder.resolve("home/config.yml"), TestHome.WITHOUT_LIMITS + HASTY);
    server = ServerProcess.start(home);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void thePythonClientDoesAllItOffersAboutFilesModelsAndLanguages() throws Exception {
    Path packages = Packages.python("sttai==0.1.0");
    assertDone(python(packages.toString(), "python_client.py", given("python")));
  }

  @Test
  void theNodeClientDoesAllItOffersOnItsNodeFetchFallback() throws Exception {
    assertDone(node(given("node"), "fallback"));
  }

  @Test
  void theNodeClientGetsHelpWithTheBuiltInFetch() throws Exception {
    assertDone(node(given("node-too"), "built-in"));
  }

  @Test
  void theToolsOfTheMcpServerReadListAndExportTranscripts() throws Exception {
    Path packages = Packages.python("--no-deps", "sttai-mcp==0.1.0");
    String path = packages + ":" + SCRIPTS.resolve("shim") + ":" + Packages.python("sttai==0.1.0");
    assertDone(python(path, "mcp_tools.py", given("mcp")));
  }

  /** What a script needs to know: accounts of its own, files, addresses. */
  private static String given(String who) throws IOException, InterruptedException {
    Map<String, String> given = new HashMap<>();
    given.put("url", server.uri().toString());
    given.put("sample", Shell.SAMPLE.toString());
    Path text = folder.resolve(who + ".mp3");
    given.put("text_file", Files.writeString(text, "no sound at all").toString());
    String key = account(who + "@example.org", "free");
    given.put("key", key);
    given.put("hasty", account(who + "-hasty@example.org", "hasty"));
    given.put("poor", account(who + "-poor@example.org", "paid"));
    try (var client = HttpClient.newHttpClient()) {
      Api.Answer reader =
          new Api(client, server.uri(), key)
              .send("POST", "/api/v1/keys/", "{\"name\": \"reader\", \"scopes\": [\"read\"]}");
      given.put("reader", reader.json().get("key").asText());
    }
    return new JsonMapper().writeValueAsString(given);
  }

  private static String account(String email, String plan) throws InterruptedException {
    Shell.Result made = Shell.run(home, Shell.STT, "accounts", "create", email, "--plan", plan);
    assertThat(made.code()).as(made.err()).isZero();
    return made.out().replaceAll("(?s).*key +(\\S+)\\s*", "$1");
  }

  private static Shell.Result python(String path, String script, String given)
      throws IOException, InterruptedException {
    var files =
        SimpleFileServer.createFileServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Shell.ROOT.resolve("samples"),
            SimpleFileServer.OutputLevel.NONE);
    files.start();
    try {
      String file = "http://127.0.0.1:%d/jfk.flac".formatted(files.getAddress().getPort());
      String all = given.replaceFirst("\\{", "{\"file_url\": \"" + file + "\", ");
      return Shell.run(
          Map.of("PYTHONPATH", path, "PYTHONDONTWRITEBYTECODE", "1"),
          "python3",
          SCRIPTS.resolve(script).toString(),
          all);
    } finally {
      files.stop(0);
    }
  }

  private static Shell.Result node(String given, String mode)
      throws IOException, InterruptedException {
    Path packages = Packages.node("@sttainpm/sttai@0.1.0", "node-fetch@3.3.2");
    return Shell.run(
        Map.of("NODE_PATH", packages.toString()),
        "node",
        SCRIPTS.resolve("node_client.js").toString(),
        given,
        mode);
  }

  private static void assertDone(Shell.Result result) {
    assertThat(result.code()).as(result.out() + result.err() + server.log()).isZero();
    assertThat(result.out()).contains("all of it");
  }
}
